//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitYAML
import TestSupport
import Testing

/// The commands in the guides, compared with the programs.
@Suite(.timeLimit(.minutes(5))) struct `The commands in the guides` {
    private static let programs = ["scan-probe", "scan-server", "scan-mutant"]

    /// All commands of blocks, of scripts in YAML, and within the prose.
    static var commands: [(guide: String, command: GuideCommand)] {
        Guide.all.flatMap { guide in
            let scripts = guide.blocks("yaml").flatMap { Self.scripts(in: try? StrictYAML.root(of: $0)) }
            let texts = guide.blocks("sh") + scripts + guide.inlineCode.compactMap(Self.command)
            return texts.flatMap { GuideCommand.commands(in: $0) }.map { (guide.path, $0) }
        }
    }

    /// The command that a piece of code in the prose is, if it is one.
    private static func command(in code: String) -> String? {
        if code.hasPrefix("serve ") { return "scan-server \(code)" }
        return code.contains(/^(scan-probe|scan-server|scan-mutant|Scripts\/)/) ? code : nil
    }

    private static func scripts(in node: Node?) -> [String] {
        switch node {
        case .scalar(let scalar): scalar.string.contains("scan-probe ") ? [scalar.string] : []
        case .mapping(let mapping): mapping.values.flatMap { Self.scripts(in: $0) }
        case .sequence(let sequence): sequence.flatMap { Self.scripts(in: $0) }
        case nil: []
        }
    }

    /// The help of a program or subcommand.
    struct Help {
        let options: Set<String>
        let subcommands: Set<String>

        init(_ text: String) {
            options = Set(text.matches(of: /(?m)^ +(?:-\w, )?(--[a-z0-9-]+)/).map { String($0.output.1) })
            let parts = text.components(separatedBy: "SUBCOMMANDS:")
            let names = parts.count == 2 ? parts[1].matches(of: /(?m)^  ([a-z-]+)/).map { String($0.output.1) } : []
            subcommands = Set(names)
        }
    }

    @Test(arguments: programs)
    func `use subcommands and options that a program has`(program: String) async throws {
        var known: [[String]: Help] = [:]
        func help(_ path: [String]) async throws -> Help {
            if let help = known[path] { return help }
            let help = Help(try await Executables.run(program, ["help"] + path).output)
            known[path] = help
            return help
        }
        let commands = Self.commands.filter { $0.command.program == program && $0.command.words.count > 1 }
        #expect(commands.count >= (program == "scan-mutant" ? 3 : 8))
        for (guide, command) in commands {
            var path: [String] = []
            var page = try await help([])
            for word in command.words.dropFirst() {
                // `help` takes any of the others.
                if word == "help", path.isEmpty { continue }
                guard page.subcommands.contains(word) else { break }
                path.append(word)
                page = try await help(path)
            }
            let line = command.words.joined(separator: " ")
            #expect(!path.isEmpty && page.subcommands.isEmpty, "\(line) in \(guide)")
            for option in command.words.filter({ $0.hasPrefix("--") }) {
                #expect(page.options.contains(option), "\(option) of '\(line)' in \(guide)")
            }
        }
        let used = Set(commands.flatMap { $0.command.words.dropFirst().prefix(1) })
        let all = try await help([]).subcommands
        #expect(all.subtracting(used).isEmpty, "subcommands that no guide shows")
    }

    @Test func `use scripts that are there, and products that are built`() throws {
        let manifest = try String(contentsOf: Guide.root.appending(path: "Package.swift"), encoding: .utf8)
        var products = 0
        for (guide, command) in Self.commands {
            if command.words[0].hasPrefix("Scripts/") {
                let file = Guide.root.appending(path: command.words[0]).path
                #expect(FileManager.default.isExecutableFile(atPath: file), "\(command.words) in \(guide)")
            }
            guard let flag = command.words.firstIndex(of: "--product") else { continue }
            #expect(command.words[0] == "Scripts/build" || command.words.contains("release"), "\(command.words)")
            #expect(manifest.contains(".executable(name: \"\(command.words[flag + 1])\""), "\(command.words)")
            products += 1
        }
        #expect(products >= 4)
    }

    @Test func `name options in the prose that some program has`() async throws {
        var options: Set<String> = ["--busy", "--quick"]
        for (program, path) in [
            ("scan-probe", "run"), ("scan-probe", "check"), ("scan-probe", "compare"), ("scan-probe", "init"),
            ("scan-probe", "logs"), ("scan-probe", "watch"),
            ("scan-server", "serve"),
            ("scan-server", "scan"), ("scan-server", "user add"),
        ] {
            let words = path.split(separator: " ").map(String.init)
            options.formUnion(Help(try await Executables.run(program, ["help"] + words).output).options)
        }
        let script = Guide.root.appending(path: "Scripts/new-requirement").path(percentEncoded: false)
        options.formUnion(Help(try await Executables.run(URL(filePath: script), ["--help"]).output).options)
        for guide in Guide.all {
            for code in guide.inlineCode where code.hasPrefix("--") {
                let option = String(code.prefix { $0 != " " && $0 != "=" })
                #expect(options.contains(option), "\(code) in \(guide.path)")
            }
        }
    }

    @Test(
        arguments: [
            ("A_B=c a/scan-probe run 'x y' --out z # --no", [["a/scan-probe", "run", "x y", "--out", "z"]]),
            ("(umask 077; echo 'p' > f) && b \\\n  --c", [["umask", "077"], ["echo", "p"], ["f"], ["b", "--c"]]),
            ("# nothing", []), ("a 'b=\"c\"' d='e f'", [["a", "b=\"c\"", "d=e f"]]),
        ] as [(String, [[String]])]
    )
    func `are read as the shell reads them`(text: String, commands: [[String]]) {
        #expect(GuideCommand.commands(in: text).map(\.words) == commands)
    }
}
