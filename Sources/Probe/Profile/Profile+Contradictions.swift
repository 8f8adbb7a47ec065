//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Profile {
    /// Rejects contradictions between keys.
    func refuseContradictions(in top: ConfigurationMapping) throws(ProbeFailure) {
        try self.refuseUntellableStates(in: top)
        try refuseAmbiguousStatuses(in: top)
        try refuseEmptyOffers(in: top)
        if read.jobID.isEmpty, idHeader == nil {
            throw top.file.failure(
                line: top.line(of: "read"),
                "nothing says where the id of a new job stands: `read.job_id` or `initiate.id_header` is needed"
            )
        }
        if status.path == "{+job_id}", idHeader?.isAddress != true {
            throw top.file.failure(
                line: top.line(of: "status"),
                "`status.path` is the address that the initiation gives, which needs"
                    + " `initiate.id_header: \"Location: {+job_id}\"`"
            )
        }
        if !resultsRedirects.isEmpty, !resultsAreStatus {
            throw top.file.failure(
                line: top.line(of: "results_redirects"),
                "`results_redirects` needs `results: status`: only then a poll says where the results are"
            )
        }
    }

    private func refuseUntellableStates(in top: ConfigurationMapping) throws(ProbeFailure) {
        if read.state.isEmpty, signs.isEmpty, completeStatuses.isEmpty {
            let subject = resultsAreStatus ? "`results: status`" : "a status"
            throw top.file.failure(
                line: top.line(of: resultsAreStatus ? "results" : "read"),
                "\(subject) needs a way to tell the state: `read.state`, `signs` or `complete_statuses`"
            )
        }
        if read.state.isEmpty != states.isEmpty {
            throw top.file.failure(
                line: top.line(of: read.state.isEmpty ? "states" : "read"),
                read.state.isEmpty
                    ? "`states` has words, but `read.state` does not say where they stand"
                    : "`read.state` says where words stand, but `states` has none"
            )
        }
        let canComplete =
            states.values.contains(.complete) || signs[.complete] != nil || !completeStatuses.isEmpty
        guard canComplete else {
            throw top.file.failure(line: top.line, "nothing says when a job is complete")
        }
    }

    /// Rejects an HTTP status with two states.
    private func refuseAmbiguousStatuses(in top: ConfigurationMapping) throws(ProbeFailure) {
        let lists: [(key: String, statuses: Set<Int>)] = [
            ("not_found_statuses", notFoundStatuses), ("pending_statuses", pendingStatuses),
            ("complete_statuses", completeStatuses),
        ]
        for (index, list) in lists.enumerated() {
            for other in lists[..<index] {
                guard let status = list.statuses.intersection(other.statuses).min() else { continue }
                throw top.file.failure(
                    line: top.line(of: list.key),
                    "\(status) stands in `\(list.key)` and in `\(other.key)`: it can mean one of them"
                )
            }
        }
    }

    /// Rejects a feature that cannot be read: its requirements would stay undecided for ever.
    private func refuseEmptyOffers(in top: ConfigurationMapping) throws(ProbeFailure) {
        let needs: [(feature: Feature, key: String, isThere: Bool)] = [
            (.links, "read.poll_url", !read.pollURL.isEmpty),
            (.links, "read.results_url", !read.resultsURL.isEmpty),
            (.steps, "read.completed", !read.completed.isEmpty),
            (.steps, "read.total_steps", !read.totalSteps.isEmpty),
            (.percentage, "read.percentage", !read.percentage.isEmpty),
            (.partialResults, "read.found", !read.found.isEmpty),
            (.echoedID, "read.job_id", !read.jobID.isEmpty),
            (.opportunities, "read.opportunities", !read.opportunities.isEmpty),
            (.unknownIDs, "made_up_id", !madeUpID.isEmpty),
        ]
        for need in needs where offers.contains(need.feature) && !need.isThere {
            throw top.file.failure(
                line: top.line(of: "offers"),
                "`offers` has `\(need.feature.rawValue)`, for which the key `\(need.key)` is missing"
            )
        }
        if !offers.contains(.opportunities), read.result.isEmpty, read.opportunities.isEmpty {
            throw top.file.failure(
                line: top.line(of: "read"),
                "nothing says where the results stand: `read.result` is needed, `$` for the whole body"
            )
        }
    }
}
