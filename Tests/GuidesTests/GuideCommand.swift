//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A command in a guide: its words without variables, redirections and comments.
struct GuideCommand: Hashable, Sendable {
    let words: [String]

    /// The name of the program, without its folder.
    var program: String { words.first?.split(separator: "/").last.map(String.init) ?? "" }

    /// The commands in a text of the shell.
    static func commands(in text: String) -> [GuideCommand] {
        text.replacing("\\\n", with: " ").split(separator: "\n").flatMap { Self.commands(inLine: $0) }
    }

    /// The logical lines of a text of the shell, without comments.
    static func lines(of text: String) -> [String] {
        text.replacing("\\\n", with: " ").split(separator: "\n").map { line in
            String(line.prefix(upTo: line.firstRange(of: /(^|\s)#/)?.lowerBound ?? line.endIndex))
        }.filter { !$0.allSatisfy(\.isWhitespace) }
    }

    private static func commands(inLine line: Substring) -> [GuideCommand] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        func isAssignment(_ word: String) -> Bool { word.contains(/^[A-Z_]+=/) }
        func endWord() {
            guard let ended = word else { return }
            word = nil
            if commands[commands.count - 1].isEmpty, isAssignment(ended) { return }
            commands[commands.count - 1].append(ended)
        }
        scan: for character in line {
            switch character {
            case quote: quote = nil
            case _ where quote != nil: word?.append(character)
            case "'", "\"":
                quote = character
                word = word ?? ""
            case "#" where word == nil: break scan
            case " ", "\t": endWord()
            case "|", "&", ";", "(", ")", "<", ">":
                endWord()
                commands.append([])
            default: word = (word ?? "") + [character]
            }
        }
        endWord()
        return commands.filter { !$0.isEmpty }.map(GuideCommand.init)
    }
}
