//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Profile {
    /// Rejects contradictions between keys.
    func refuseContradictions(in top: ConfigurationMapping) throws(ProbeFailure) {
        try self.refuseUntellableStates(in: top)
        try self.refuseAmbiguousStatuses(in: top)
        try self.refuseEmptyOffers(in: top)
        if self.read.jobID.isEmpty, self.idHeader == nil {
            throw top.file.failure(
                line: top.line(of: "read"),
                "nothing says where the id of a new job stands: `read.job_id` or `initiate.id_header` is needed"
            )
        }
        if self.status.path == "{+job_id}", self.idHeader?.isAddress != true {
            throw top.file.failure(
                line: top.line(of: "status"),
                "`status.path` is the address that the initiation gives, which needs"
                    + " `initiate.id_header: \"Location: {+job_id}\"`"
            )
        }
        if !self.resultsRedirects.isEmpty, !self.resultsAreStatus {
            throw top.file.failure(
                line: top.line(of: "results_redirects"),
                "`results_redirects` needs `results: status`: only then a poll says where the results are"
            )
        }
    }

    private func refuseUntellableStates(in top: ConfigurationMapping) throws(ProbeFailure) {
        if self.read.state.isEmpty, self.signs.isEmpty, self.completeStatuses.isEmpty {
            let subject = self.resultsAreStatus ? "`results: status`" : "a status"
            throw top.file.failure(
                line: top.line(of: self.resultsAreStatus ? "results" : "read"),
                "\(subject) needs a way to tell the state: `read.state`, `signs` or `complete_statuses`"
            )
        }
        if self.read.state.isEmpty != self.states.isEmpty {
            throw top.file.failure(
                line: top.line(of: self.read.state.isEmpty ? "states" : "read"),
                self.read.state.isEmpty
                    ? "`states` has words, but `read.state` does not say where they stand"
                    : "`read.state` says where words stand, but `states` has none"
            )
        }
        let canComplete =
            self.states.values.contains(.complete) || self.signs[.complete] != nil || !self.completeStatuses.isEmpty
        guard canComplete else {
            throw top.file.failure(line: top.line, "nothing says when a job is complete")
        }
    }

    /// Rejects an HTTP status with two states.
    private func refuseAmbiguousStatuses(in top: ConfigurationMapping) throws(ProbeFailure) {
        let lists: [(key: String, statuses: Set<Int>)] = [
            ("not_found_statuses", self.notFoundStatuses), ("pending_statuses", self.pendingStatuses),
            ("complete_statuses", self.completeStatuses),
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
            (.links, "read.poll_url", !self.read.pollURL.isEmpty),
            (.links, "read.results_url", !self.read.resultsURL.isEmpty),
            (.steps, "read.completed", !self.read.completed.isEmpty),
            (.steps, "read.total_steps", !self.read.totalSteps.isEmpty),
            (.percentage, "read.percentage", !self.read.percentage.isEmpty),
            (.partialResults, "read.found", !self.read.found.isEmpty),
            (.echoedID, "read.job_id", !self.read.jobID.isEmpty),
            (.opportunities, "read.opportunities", !self.read.opportunities.isEmpty),
            (.unknownIDs, "made_up_id", !self.madeUpID.isEmpty),
        ]
        for need in needs where self.offers.contains(need.feature) && !need.isThere {
            throw top.file.failure(
                line: top.line(of: "offers"),
                "`offers` has `\(need.feature.rawValue)`, for which the key `\(need.key)` is missing"
            )
        }
        if !self.offers.contains(.opportunities), self.read.result.isEmpty, self.read.opportunities.isEmpty {
            throw top.file.failure(
                line: top.line(of: "read"),
                "nothing says where the results stand: `read.result` is needed, `$` for the whole body"
            )
        }
    }
}
