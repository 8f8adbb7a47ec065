//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// The polls which show that a worker has searched for a job, so that the log has to tell of it.
@Suite struct OperatorMessagesTests {
    /// A poll after the loss of all lookup keys, which takes a fifth of a second.
    struct Poll: CustomTestStringConvertible {
        var sent: Double
        var worker: String?
        var state = JobState.complete

        var testDescription: String { "\(state) at \(sent) by \(worker ?? "nobody")" }
    }

    @Test(arguments: [
        ([Poll(sent: 5, worker: "2")], Verdict.Kind.failed),
        ([Poll(sent: 5, worker: "2"), Poll(sent: 5.3, worker: "1")], .failed),
        // It may remember the job, and may have restored the keys before the other one was asked.
        ([Poll(sent: 5, worker: "1")], .inconclusive),
        ([Poll(sent: 5, worker: "1"), Poll(sent: 5.3, worker: "2")], .inconclusive),
        ([Poll(sent: 5, worker: "2"), Poll(sent: 5.1, worker: "1")], .inconclusive),
        ([Poll(sent: 3.95, worker: "1"), Poll(sent: 5, worker: "2")], .inconclusive),
        // Nothing was found, or nobody says by whom.
        ([Poll(sent: 5, worker: "2", state: .notFound)], .inconclusive),
        ([Poll(sent: 5)], .inconclusive),
    ]) func `the log tells of a search only where nothing else can have found the job`(
        polls: [Poll],
        verdict: Verdict.Kind
    ) {
        #expect(judgement(polls, messages: []) == verdict)
    }

    @Test func `one search that is told is enough`() {
        let message = "Scan cache key resolved via direct result search (fallback)"
        #expect(judgement([Poll(sent: 5, worker: "2")], messages: [message]) == .passed)
    }

    /// The verdict on OBS-001 where a job that worker 1 served loses its keys at 4 s.
    private func judgement(_ polls: [Poll], messages: [String]) -> Verdict.Kind? {
        let initiation = Exchange.initiate("scan_a", at: 1, body: "{}").with {
            $0.outcome.changeResponse { $0.worker = "1" }
        }
        let before = [Exchange.poll("scan_a", at: 3, .complete, 14)].map { poll in
            poll.with { $0.outcome.changeResponse { $0.worker = "1" } }
        }
        let after = polls.map { poll in
            Exchange.poll("scan_a", at: poll.sent, took: 0.2, poll.state, 14).with {
                $0.outcome.changeResponse { $0.worker = poll.worker }
            }
        }
        var history = History([initiation] + before + after)
        history.header.plan.groups = [.observability]
        history.header.access.hasLogs = true
        history.faults = [
            Fault(
                kind: .deleteLookups,
                job: "scan-1",
                jobID: "scan_a",
                began: Instant(seconds: 4),
                ended: Instant(seconds: 4.1),
                detail: "the keys"
            )
        ]
        history.logs = [LogRecord(message: "Something else")] + messages.map { LogRecord(message: $0) }
        return Judge.judge(history)["OBS-001"]?.verdict.kind
    }
}
