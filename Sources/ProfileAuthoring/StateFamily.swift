//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The words for states that belong together in some widespread system, so that those which a short look did not show are
/// known all the same.
struct StateFamily: Sendable {
    /// The system, for a comment.
    let name: String
    /// The words of each state.
    let words: [Words.Meaning: [String]]

    /// Returns the family that has the most of the words, the last of which means that a job is complete.
    static func best(for words: [String]) -> StateFamily? {
        guard let last = words.last else { return nil }
        return all.filter { $0.words[.complete]?.contains(last) == true }
            .map { family in (family, words.count { word in family.words.values.contains { $0.contains(word) } }) }
            .filter { $0.1 == words.count && $0.1 > 1 }
            .first?.0
    }

    private static func family(
        _ name: String,
        _ waiting: String,
        _ running: String,
        _ complete: String,
        _ failed: String,
        _ cancelled: String
    ) -> StateFamily {
        func list(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
        return StateFamily(
            name: name,
            words: [
                .waiting: list(waiting), .running: list(running), .complete: list(complete), .failed: list(failed),
                .cancelled: list(cancelled),
            ]
        )
    }

    // The systems' own documentation; the sources stand in the profiles of the same names.
    private static let all = [
        family("Celery", "PENDING RECEIVED", "STARTED PROGRESS RETRY", "SUCCESS", "FAILURE", "REVOKED"),
        family("RQ", "queued scheduled deferred", "started", "finished", "failed", "stopped canceled"),
        family("OGC API - Processes", "accepted", "running", "successful", "failed", "dismissed"),
        family(
            "Azure Durable Functions",
            "Pending",
            "Running ContinuedAsNew Suspended",
            "Completed",
            "Failed",
            "Terminated Canceled"
        ),
        family("Replicate", "starting", "processing", "succeeded", "failed", "canceled aborted"),
        family("openEO", "created queued", "running", "finished", "error", "canceled"),
        family("Trino", "QUEUED PLANNING STARTING", "RUNNING FINISHING", "FINISHED", "FAILED", ""),
        family("Salesforce", "Open UploadComplete", "InProgress", "JobComplete", "Failed", "Aborted"),
        family("AWS", "QUEUED SUBMITTED PENDING", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"),
        family("Prefect", "SCHEDULED PENDING", "RUNNING PAUSED CANCELLING", "COMPLETED", "FAILED CRASHED", "CANCELLED"),
    ]
}
