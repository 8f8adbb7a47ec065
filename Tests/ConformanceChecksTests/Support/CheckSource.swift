//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import Testing

/// The place of a check in the sources: the function that its registration names, or else the registration itself.
struct CheckSource {
    /// The path of the file.
    let file: String
    /// The text that the line of the check contains.
    let landmark: String

    /// Finds the check of a requirement in the folder of its group.
    init(of requirement: Requirement) throws {
        let group = requirement.group.rawValue.capitalized
        let folder = "Conformance/\(group)/Checks"
        let list = "\(folder)/\(group)Checks.swift"
        let registration = "Check(\"\(requirement.id)\""
        let lines = try Repository.text(list).split(separator: "\n")
        let line = try #require(lines.first { $0.contains(registration) }, "\(list) registers no \(registration)…)")
        guard let name = line.firstMatch(of: /find: (?:(\w+)\.)?(\w+)\)/) else {
            self.file = list
            self.landmark = registration
            return
        }
        self.landmark = " func \(name.2)("
        guard let type = name.1, type != "Self" else {
            self.file = list
            return
        }
        let files = try Repository.swiftFiles(in: folder)
        let declaring = try files.first { file in
            let source = try Repository.text(file)
            return source.contains("enum \(type) ") && source.contains(" func \(name.2)(")
        }
        self.file = try #require(declaring, "\(folder) declares no \(type).\(name.2)")
    }

    /// Returns the text of the file with the requirement's sentence above the check.
    ///
    /// The sentence is the first paragraph of the documentation; what follows it stays.
    func text(quoting requirement: Requirement) throws -> String {
        var lines = try Repository.text(file).components(separatedBy: "\n")
        let index = try #require(lines.firstIndex { $0.contains(landmark) }, "\(file) has no '\(landmark)'")
        let indent = String(lines[index].prefix { $0 == " " })
        let marker = landmark.hasPrefix("Check(") ? "//" : "///"
        var start = index
        while start > 0, lines[start - 1].hasPrefix("\(indent)\(marker)") { start -= 1 }
        var rest = Array(lines[start..<index])
        if rest.first?.firstMatch(of: /\/\/\/? [A-Z]+-\d{3}[.:]/) != nil {
            let end = rest.firstIndex { $0 == "\(indent)\(marker)" } ?? rest.endIndex
            rest.removeSubrange(..<end)
        } else if !rest.isEmpty {
            rest.insert("\(indent)\(marker)", at: 0)
        }
        let sentence = "\(requirement.id): \(requirement.plainStatement)"
        lines.replaceSubrange(start..<index, with: Self.wrapped(sentence, after: "\(indent)\(marker) ") + rest)
        return lines.joined(separator: "\n")
    }

    /// Breaks a sentence into lines of at most 120 characters.
    private static func wrapped(_ text: String, after prefix: String) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last, last.count + 1 + word.count <= 120 {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append("\(prefix)\(word)")
            }
        }
        return lines
    }
}

extension Requirement {
    /// The statement in the plain words of the catalogue: a placeholder such as `{job}` stands for its own name.
    var plainStatement: String { statement.replacing(/\{([a-z][a-z ]*)\}/) { $0.1 } }
}
