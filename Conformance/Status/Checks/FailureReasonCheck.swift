//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// STAT-009: the status of a failed job gives the reason.
///
/// The text may be in `error`, in its `code` or `message`, or in `detail`; `message` alone is part of every status
/// and does not describe an error.
enum FailureReasonCheck {
    /// STAT-009: A failed scan MUST say why, with a code or a text under `error`.
    @Sendable static func failureIsExplained(_ observations: Observations) -> Finding {
        var hasFailed = false
        var examined = 0
        var counterexamples: [Counterexample] = []
        for job in observations.jobs {
            for poll in job.polls where poll.state == .failed && poll.namesOtherJob != true {
                hasFailed = true
                guard let body = observations.event(poll.position).answeredJSON else { continue }
                examined += 1
                guard !Self.isExplained(body) else { continue }
                let told = body["error"].map { "error is \($0.shown)" } ?? "error is missing"
                counterexamples.append(Counterexample(poll.position, told))
            }
        }
        guard hasFailed else { return .skipped(reason: "no \(observations.nouns.job) failed, so none had to say why") }
        return observations.finding(
            examined: examined,
            of: CountedNoun(
                one: "status poll of a failed \(observations.nouns.job)",
                many: "status polls of failed \(observations.nouns.job.many)"
            ),
            counterexamples: counterexamples.sorted { $0.position < $1.position },
            fault: "did not say why it failed",
            missing: "the body of a status answer that says failed",
            pattern: counterexamples.first?.remark
        )
    }

    private static func isExplained(_ body: JSONValue) -> Bool {
        let error = body["error"]
        return [error, error?["code"], error?["message"], body["detail"], body["detail"]?["message"]]
            .contains { $0?.string?.isEmpty == false || $0?.int != nil }
    }
}
