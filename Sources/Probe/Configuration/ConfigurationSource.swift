//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

/// A lookup of profiles or plans by built-in name or file path.
struct ConfigurationSource {
    /// The kind of configuration, `profile` or `plan`.
    let noun: String
    let code: ProbeFailure.Code
    /// The built-in texts by name.
    let builtIn: [String: String]

    /// Returns the text, and the file name for messages.
    ///
    /// - Throws: ``ProbeFailure`` when it is neither a built-in name nor a file that can be read.
    func load(_ nameOrFile: String) throws(ProbeFailure) -> (text: String, file: ConfigurationFile) {
        if let text = builtIn[nameOrFile] {
            return (text, ConfigurationFile(name: nameOrFile, code: code))
        }
        guard nameOrFile.contains("/") || nameOrFile.contains(".") else {
            let names = builtIn.keys.sorted()
            throw ProbeFailure(
                code,
                "there is no \(noun) `\(nameOrFile)`\(Suggestion.clause(for: nameOrFile, among: names))"
                    + " (built in: \(names.joined(separator: ", ")); anything else is the path of a YAML file)"
            )
        }
        do {
            let text = try BoundedFile.text(of: nameOrFile, atMost: ConfigurationFile.largest)
            return (text, ConfigurationFile(name: nameOrFile, code: code))
        } catch {
            let problem = error.predicate(advice: ": is the path right?")
            throw ProbeFailure(code, "the \(noun) \(nameOrFile) \(problem)")
        }
    }
}
