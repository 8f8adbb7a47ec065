//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Profile {
    /// Rejects contradictions between keys.
    func refuseContradictions(in top: ConfigurationMapping) throws(ProbeFailure) {
        try self.refuseUntellableStates(in: top)
        try refuseEmptyOffers(in: top)
        try refuseJobsWithoutID(in: top)
        if !resultsRedirects.isEmpty, !resultsAreStatus {
            throw top.file.failure(
                line: top.line(of: "results_redirects"),
                "`results_redirects` needs `results: status`: only then a poll says where the results are"
            )
        }
    }

    private func refuseUntellableStates(in top: ConfigurationMapping) throws(ProbeFailure) {
        let completeStatuses = status.statuses(meaning: .state(.complete))
        let readsWords = !(status.read ?? read).state.isEmpty
        if !readsWords, signs.isEmpty, completeStatuses.isEmpty {
            let subject = resultsAreStatus ? "`results: status`" : "a status"
            throw top.file.failure(
                line: top.line(of: resultsAreStatus ? "results" : "read"),
                "\(subject) needs a way to tell the state: `read.state`, `signs` or `statuses.complete`"
            )
        }
        if readsWords == states.isEmpty {
            throw top.file.failure(
                line: top.line(of: readsWords ? "read" : "states"),
                !readsWords
                    ? "`states` has words, but `read.state` does not say where they stand"
                    : "`read.state` says where words stand, but `states` has none"
            )
        }
        let canComplete =
            states.values.contains(.complete) || signs.contains { $0.state == .complete } || !completeStatuses.isEmpty
        guard canComplete else {
            throw top.file.failure(line: top.line, "nothing says when a job is complete")
        }
    }

    /// The captured values that an initiation gives.
    private var begun: [Capture] { preparations.flatMap(\.captures) + initiate.captures }

    private func refuseJobsWithoutID(in top: ConfigurationMapping) throws(ProbeFailure) {
        let captured = begun.map(\.name)
        let reads = [read] + [initiate.read].compactMap(\.self) + preparations.compactMap(\.read)
        if reads.allSatisfy(\.jobID.isEmpty), idHeader == nil, !captured.contains("job_id"), status.address == nil {
            throw top.file.failure(
                line: top.line(of: "read"),
                "nothing says where the id of a new job stands: `read.job_id`, `initiate.capture.job_id` or"
                    + " `initiate.id_header` is needed"
            )
        }
        if status.path == "{+job_id}", idHeader?.isAddress != true, !captured.contains("job_id") {
            throw top.file.failure(
                line: top.line(of: "status"),
                "`status.path` is the address that the initiation gives, which needs"
                    + " `initiate.id_header: \"Location: {+job_id}\"`"
            )
        }
        if let address = status.address, !captured.contains(address), address != "job_id" {
            throw top.file.failure(
                line: top.line(of: "status"),
                "`status.url` is `{\(address)}`, which no call before the first poll captures: `initiate.capture.\(address)` is needed"
            )
        }
    }

    /// Rejects a feature that cannot be read: its requirements would stay undecided for ever.
    private func refuseEmptyOffers(in top: ConfigurationMapping) throws(ProbeFailure) {
        let needs: [(feature: Feature, key: String, isThere: Bool)] = [
            (.idempotency, "initiate.headers: {Idempotency-Key: \"{uuid}\"}", sendsKeys),
            (.cancel, "cancel", cancel != nil),
            (.retention, "kept_for` or `delete", keptFor != nil || delete != nil),
            (.pages, "results.pages", pages != nil),
            (.list, "list", list != nil),
            (.addresses, "status.url", status.address != nil || results.address != nil),
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
        let results = self.results.read ?? read
        if !offers.contains(.opportunities), results.result.isEmpty, results.opportunities.isEmpty {
            throw top.file.failure(
                line: top.line(of: "read"),
                "nothing says where the results stand: `read.result` is needed, `$` for the whole body"
            )
        }
    }

    /// True if an initiation has a value that is made for each request.
    private var sendsKeys: Bool {
        (initiate.texts + bodies).contains { text in
            CallText.names(in: text).contains(where: FreshValues.keys.contains)
        }
    }
}
