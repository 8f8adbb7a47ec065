//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// The requirements that judge a job which the run itself disturbs, and the evidence in a fault of one worker.
@Suite struct DisturbedScanTests {
    private static let sound = OperatedRun(seed: 3).history

    /// The failed requirements of all groups that judge the course of jobs.
    private func failed(_ history: History) -> Set<String> {
        var history = history
        history.header.plan.groups = [.status, .progress, .rates, .isolation, .latency, .recovery]
        return Set(Judge.judge(history).rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id))
    }

    /// The same history with another intent of all requests about the jobs that faults affected.
    private func relabelled(_ history: History, as intent: Event.Intent) -> History {
        var history = history
        for position in history.events.indices where history.events[position].intent == .recovery {
            history.events[position].intent = intent
        }
        return history
    }

    /// A history in which every poll after a fault violates requirements other than recovery.
    private func broken(_ response: (inout Response) -> Void) -> History {
        var history = Self.sound
        for fault in history.faults {
            for position in history.positions(.status, .recovery) {
                guard history.events[position].jobID == fault.jobID, history.events[position].sent > fault.ended,
                    case .answered(var broken) = history.events[position].outcome
                else { continue }
                response(&broken)
                history.events[position].outcome = .answered(broken)
            }
        }
        return history
    }

    @Test func `polls of jobs that the run disturbs are blamed on recovery alone`() {
        let lost = broken {
            $0.status = 404
            $0.parsed = ParsedFields(state: .notFound)
        }
        let ids = failed(lost)
        #expect(ids.isSuperset(of: ["REC-001", "REC-002", "REC-003", "REC-005", "REC-006", "REC-007", "REC-009"]))
        #expect(ids.filter { !$0.hasPrefix("REC-") } == [])
        // The same responses about undisturbed jobs.
        #expect(failed(relabelled(lost, as: .course)).isSuperset(of: ["STAT-002", "RATE-001"]))
    }

    @Test func `progress that goes back after a worker was suspended is no fault of the progress`() {
        let stale = broken { $0.parsed?.progress?.completed = 1 }
        #expect(failed(stale) == ["REC-008"])
    }

    @Test func `the rates and the latencies count no poll of such a job`() {
        let rates = Judge.judge(Self.sound).rates
        let all = Judge.judge(relabelled(Self.sound, as: .course)).rates
        #expect(rates.statusFound.trials < all.statusFound.trials)
        #expect(rates.initiate.trials == all.initiate.trials - 9)
    }

    /// The finding for a job affected by a fault, with its lease holders before and after the fault.
    private func holders(of kind: Fault.Kind, _ before: String?, _ after: String?) throws -> Finding {
        var history = Self.sound
        let fault = try #require(history.faults.first { $0.kind == kind })
        for (holder, asked) in [(before, fault.began - .milliseconds(200)), (after, fault.ended + .milliseconds(100))] {
            guard let holder else { continue }
            let lease = StoredKey(role: .lease, key: "lease", exists: true, remaining: .seconds(2), digest: holder)
            history.samples.append(
                StoreSnapshot(
                    occasion: .running,
                    job: fault.job,
                    jobID: fault.jobID,
                    asked: asked,
                    received: asked + .milliseconds(1),
                    keys: [lease]
                )
            )
        }
        let id = kind == .killWorker ? "REC-005" : kind == .pauseWorker ? "REC-008" : "REC-009"
        return try #require(Judge.judge(history)[id]?.finding)
    }

    /// The last poll, when the fault is over, and after it; the plan has no more of them.
    @Test(arguments: [(5.0, Verdict.Kind.inconclusive), (6, .failed)])
    func `a job is not lost before it was seen after the fault`(last: Double, verdict: Verdict.Kind) {
        var run = SmallRun()
        run.add("scan_a", polls: [(2, .scanning, 3), (last, .scanning, 4)])
        run.fault(.killWorker, "scan_a", at: 4)
        var history = run.history
        history.header.plan.jobs.maximumPolls = 2
        history.header.access.faults = [.killWorker]
        #expect(Judge.judge(history)["REC-005"]?.verdict.kind == verdict)
    }

    @Test(arguments: [Fault.Kind.killWorker, .pauseWorker, .stopWorker])
    func `a worker that was hit proves something only when it had something to lose`(kind: Fault.Kind) throws {
        let taken = try holders(of: kind, "worker 1, attempt 1", "worker 2, attempt 2")
        #expect(taken.verdict == .passed)
        #expect(taken.summary.hasSuffix("another worker took over 1 of 1 scans"))
        let kept = try holders(of: kind, "worker 1, attempt 1", "worker 1, attempt 1")
        #expect(kept.verdict.kind == .inconclusive)
        let unseen = try holders(of: kind, nil, nil)
        #expect(unseen.verdict == .passed)
        #expect(unseen.summary.contains("cannot be told without --redis"))
    }
}
