//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import KitSupport
import ProbeHistory

/// The words of the scan API that have no place in what is said of another API.
enum ForeignWords {
    /// Returns those words for jobs, steps and items that occur in a text.
    static func nouns(in text: String) -> [String] {
        guard mayHaveNouns(text) else { return [] }
        return self.matches(#/\b(scans?|scanning|strateg(y|ies)|opportunit(y|ies))\b/#, in: text)
    }

    /// Returns those words, and those for the store's contract, that occur in a text.
    static func all(in text: String) -> [String] {
        self.nouns(in: text) + matches(#/\b(read-back|lookup keys?|redis|slots?)\b/#, in: text)
    }

    /// True unless a text has none of those nouns for sure: a regular expression for tens of thousands takes seconds.
    static func mayHaveNouns(_ text: String) -> Bool {
        let small = text.lowercased()
        return ["scan", "strateg", "opportunit"].contains(where: small.containsBytes(of:))
    }

    /// Leaves out what is quoted: code, addresses, paths into JSON and lines of logs.
    private static func matches<Output>(_ regex: Regex<Output>, in text: String) -> [String] {
        let prose = text.replacing(#/`[^`]*`|“[^”]*”|\S*[\/\[]\S*/#, with: "")
        return prose.matches(of: regex.ignoresCase()).map { String(prose[$0.range]) }
    }
}

extension Vocabulary {
    /// The vocabulary of a geoprocessing server.
    static let ofProcesses = Vocabulary(nouns: Nouns(), features: [.percentage, .echoedID, .unknownIDs])
}

extension Requirement {
    /// True if a requirement is decided for an API with these features.
    func applies(to vocabulary: Vocabulary) -> Bool {
        needs.allSatisfy { need in
            Feature(rawValue: need.rawValue).map(vocabulary.features.contains) ?? true
        }
    }
}
