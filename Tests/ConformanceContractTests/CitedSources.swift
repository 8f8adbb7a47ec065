//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceContract
import Foundation

/// The citations in the comments of a file, and the invalid ones among them.
struct CitedSources {
    /// The links into the contract, as written.
    private(set) var links: [String] = []
    /// The invalid citations, with file and line.
    private(set) var problems: [String] = []

    init(file: String, text: String) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            // Applying regular expressions to each comment of the repository would take seconds.
            guard line.contains(".md") || line.contains("RFC") || line.contains("contract"),
                let comment = Self.comment(in: line)
            else { continue }
            read(comment, at: "\(file):\(index + 1)")
        }
    }

    /// The comment in a line of Swift or YAML that has nothing else.
    private static func comment(in line: Substring) -> Substring? {
        let text = line.drop { $0 == " " }
        return text.hasPrefix("//") || text.hasPrefix("# ") ? text : nil
    }

    private mutating func read(_ comment: Substring, at place: String) {
        for match in comment.matches(of: /[A-Za-z.\/]*\b(?:api|store|judging|conformance)\.md(?:#[A-Za-z0-9_-]*)?/) {
            let link = String(match.output)
            let prefix = "\(ContractText.folder)/"
            if !link.hasPrefix(prefix) || !link.contains("#") {
                problems.append("\(place): \(link) is to be written \(prefix)FILE.md#HEADING")
            } else if ContractText.section(link.dropFirst(prefix.count)) == nil {
                problems.append("\(place): there is no \(link)")
            }
            links.append(link)
        }
        for match in comment.matches(
            of: /Source: .*(?:wire|store|conformance)('s)? contract|contract, \*|README\.md`, \*/
        ) {
            problems.append("\(place): '\(match.output.0)' names no heading of the contract")
        }
        for match in comment.matches(of: /RFC [0-9]+,? sections?/) {
            problems.append("\(place): '\(match.output)' is to be written RFC NUMBER §SECTION")
        }
    }
}

/// The repository of the tests.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The files below some folders with the given extensions, each with its path in the repository.
    static func files(in folders: [String], extensions: Set<String>) throws -> [(path: String, text: String)] {
        var files: [(path: String, text: String)] = []
        for folder in folders {
            for path in try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path) {
                let file = root.appending(path: folder).appending(path: path)
                guard extensions.contains(file.pathExtension) else { continue }
                files.append(("\(folder)/\(path)", try String(contentsOf: file, encoding: .utf8)))
            }
        }
        return files
    }
}
