//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The names from before the prober spoke of jobs, which profiles may go on using.
extension ConfigurationMapping {
    /// The one of two names for the same key that is there; the first when neither is.
    ///
    /// - Throws: ``ProbeFailure`` when both are there, which would be a contradiction or said twice.
    func name(_ key: String, or alias: String) throws(ProbeFailure) -> String {
        guard has(alias) else { return key }
        guard has(key) else { return alias }
        throw file.failure(
            line: line(of: alias),
            "`\(self.name(of: alias))` and `\(self.name(of: key))` are two names for one thing: give one of them"
        )
    }

    /// A text in which the id of a job stands as `{job_id}` or `{+job_id}`, however it was written.
    ///
    /// - Throws: ``ProbeFailure`` when it is written in both ways.
    func inJobTerms(_ text: String, at key: String) throws(ProbeFailure) -> String {
        let renamed = text.replacing("{scan_id}", with: "{job_id}").replacing("{+scan_id}", with: "{+job_id}")
        guard renamed != text, text.contains("{job_id}") || text.contains("{+job_id}") else { return renamed }
        throw file.failure(
            line: line(of: key),
            "`{scan_id}` and `{job_id}` in `\(name(of: key))` are two names for one thing: use one of them"
        )
    }
}
