//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import KitYAML
public import ProbeHistory

extension KnownFailure {
    /// Loads a list of known failures from its file.
    ///
    /// - Parameters:
    ///   - path: The path of a YAML file.
    ///   - ids: The ids of all requirements.
    /// - Returns: The known failures, in the order of the file.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public static func load(_ path: String, ids: [String]) throws(ProbeFailure) -> [KnownFailure] {
        let text: String
        do {
            text = try BoundedFile.text(of: path, atMost: ConfigurationFile.largest)
        } catch {
            let problem = error.predicate(advice: ": is the path right?")
            throw ProbeFailure(.badKnownFailures, "the known failures \(path) \(problem)")
        }
        return try list(yaml: text, fileName: path, ids: ids)
    }

    /// Reads a list of known failures from YAML: a mapping of ids to a reason and an expiry date.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - fileName: The name of the file for messages.
    ///   - ids: The ids of all requirements.
    /// - Returns: The known failures, in the order of the text.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public static func list(yaml text: String, fileName: String, ids: [String]) throws(ProbeFailure) -> [KnownFailure] {
        let top = try ConfigurationFile(name: fileName, code: .badKnownFailures).parse(text)
        var list: [KnownFailure] = []
        for (key, _) in top.mapping {
            let id = key.string ?? "?"
            guard ids.contains(id) else {
                throw top.file.failure(
                    line: key.line,
                    "there is no requirement `\(id)`\(Suggestion.clause(for: id, among: ids))"
                )
            }
            let entry = try top.child(id)
            try entry.allow(only: ["reason", "expires"])
            list.append(
                KnownFailure(id: id, reason: try entry.string("reason"), expires: try Self.day("expires", of: entry))
            )
        }
        return list
    }

    private static func day(_ key: String, of entry: ConfigurationMapping) throws(ProbeFailure) -> String {
        let text = try entry.string(key)
        let format = Date.ISO8601FormatStyle.isoDay
        // The round trip differs for a day that no calendar has, such as the 31st of June, and for other ways to write
        // it.
        guard let date = try? Date(text, strategy: format), date.formatted(format) == text else {
            throw entry.wrongType(key, try entry.require(key), "a date such as 2026-12-31, not `\(text)`")
        }
        return text
    }
}
