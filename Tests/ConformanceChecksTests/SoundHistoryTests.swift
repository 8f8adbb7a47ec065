//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@Suite struct SoundHistoryTests {
    /// The groups that generated histories have evidence for.
    private static let generated: [RequirementGroup] = [
        .initiate, .status, .progress, .results, .rates, .isolation,
    ]

    @Test(arguments: 1...40)
    func `a sound deployment passes every requirement`(seed: UInt64) {
        let judgement = Judge.judge(SoundRun(seed: seed).history)
        let others = judgement.rulings.filter {
            Self.generated.contains($0.requirement.group) && $0.verdict != .passed
                // It takes more jobs than a generated history has.
                && $0.requirement.id != "RATE-006"
                // Keys, cancelling, forgetting and pages are not the scan API's.
                && !OfferedRun.ids.contains($0.requirement.id)
        }
        #expect(others.map { "\($0.requirement.id) \($0.verdict)" } == [])
        #expect(judgement.grade == .a)
        #expect(judgement.overall == .pass)
        // Groups without evidence in generated histories are listed as not run, never as passed.
        #expect(Set(judgement.groupsNotRun) == Set(RequirementGroup.allCases.filter { !Self.generated.contains($0) }))
    }

    @Test func `the generator makes polls overlap and arrive out of order`() {
        let events = SoundRun(seed: 1).history.events.filter { $0.operation == .status }
        let overtaken = zip(events, events.dropFirst()).filter { $1.received < $0.received }
        #expect(overtaken.count > 50)
    }

    @Test func `a stored history is judged the same however often`() {
        let history = SoundRun(seed: 3).history
        #expect(Judge.judge(history) == Judge.judge(history))
    }

    @Test func `an empty history passes nothing`() {
        let judgement = Judge.judge(History([]))
        #expect(!judgement.rulings.contains { $0.verdict == .passed || $0.verdict.kind == .failed })
        #expect(judgement.grade == .c)
        #expect(judgement.overall == .inconclusive)
    }

    @Test func `what the prober itself got wrong is never the deployment's fault`() {
        var history = SoundRun(seed: 4).history
        for position in history.positions(.status).prefix(40) { history.setOutcome(.failure(.harness), at: position) }
        #expect(Judge.judge(history).overall == .pass)

        for position in history.events.indices { history.setOutcome(.failure(.harness), at: position) }
        let judgement = Judge.judge(history)
        #expect(judgement.overall == .inconclusive)
        #expect(judgement["STAT-002"]?.verdict.kind == .harnessError)
    }

    @Test func `without a second user isolation is skipped and says why`() throws {
        let sound = SoundRun(seed: 5)
        let judgement = Judge.judge(History(sound.exchanges.filter { $0.intent != .foreignID }, hasSecondUser: false))
        let reason = "the run was made without a second user (--second-email)"
        #expect(judgement["ISO-001"]?.verdict == .skipped(reason: reason))
        #expect(judgement["ISO-002"]?.verdict.kind == .skipped)
        #expect(judgement["ISO-003"]?.verdict == .passed)
        #expect(judgement.grade == .a)
    }

    @Test func `a group that the plan leaves out is named as not run`() {
        let judgement = Judge.judge(History(SoundRun(seed: 6).exchanges, groups: [.status, .rates]))
        #expect(judgement.groupsRun.map(\.rawValue) == ["status", "rates"])
        #expect(judgement.groupsNotRun == RequirementGroup.allCases.filter { ![.status, .rates].contains($0) })
        #expect(judgement["RES-001"]?.verdict.kind == .skipped)
    }
}
