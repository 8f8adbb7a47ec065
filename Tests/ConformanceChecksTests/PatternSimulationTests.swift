//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import TestSelection
import Testing

@testable import ConformanceChecks

/// Simulations of deployments whose workers are all alike: a report must hardly ever tell of a pattern that is none.
@Suite struct PatternSimulationTests {
    private static let runs = 300

    /// The words by which a pattern puts faults down to workers, to connections, or to turns among them.
    private static let accusations = ["workers (", "one worker only", "connections", "in turn", "as if one of"]

    struct Size: Sendable, CustomTestStringConvertible {
        var jobs: Int
        var polls: Int
        var testDescription: String { "\(jobs) jobs, \(polls) polls each" }
    }

    static let sizes = [
        Size(jobs: 2, polls: 10), Size(jobs: 2, polls: 60), Size(jobs: 5, polls: 12), Size(jobs: 14, polls: 30),
    ]

    @Test(.takesSeconds, arguments: ClusteredRun.Fate.allCases, sizes)
    func `faults are put down to workers or connections in one run of a hundred at most`(
        fate: ClusteredRun.Fate,
        size: Size
    ) {
        var random = SplitMix64(seed: UInt64(size.jobs * 1000 + size.polls))
        for named in [true, false] {
            var told: [String: Int] = [:]
            for _ in 0..<Self.runs {
                let run = ClusteredRun(fate, jobs: size.jobs, pollsOfEach: size.polls, &random)
                let pattern = Diagnosis.pattern(in: run.samples(named: named), nouns: .ofScans) ?? ""
                for words in Self.accusations where pattern.contains(words) { told[words, default: 0] += 1 }
            }
            // There it is true that a job was found on some workers only; on how many, differs from job to job.
            if fate == .workersOfJobs {
                for words in ["workers (", "one worker only"] { told[words] = nil }
            }
            // Four standard deviations above one in a hundred.
            #expect(told.allSatisfy { $0.value <= 9 }, "\(told) of \(Self.runs), named \(named)")
        }
    }

    @Test(.takesSeconds, arguments: [ClusteredRun.Fate.jobs, .moments, .halves, .none], sizes)
    func `what was not found is put down to one worker, or to the age of jobs, in one run of twenty at most`(
        fate: ClusteredRun.Fate,
        size: Size
    ) {
        var random = SplitMix64(seed: UInt64(size.jobs * 1000 + size.polls))
        let runs = 100
        var told: [EvidenceSign: Int] = [:]
        for _ in 0..<runs {
            let run = ClusteredRun(fate, jobs: size.jobs, pollsOfEach: size.polls, &random)
            // A single fault shows no more than its age.
            guard run.polls.count(where: \.isFaulty) > 1 else { continue }
            let history = History(run.history(), groups: [.rates])
            if let sign = NotFoundPattern(Observations(history)).sign { told[sign, default: 0] += 1 }
        }
        // Four standard deviations above one in twenty.
        for sign in [EvidenceSign.oneWorkerRight, .oneWorkerWrong] { #expect(told[sign, default: 0] <= 13, "\(told)") }
        // A moment at the beginning of the only jobs cannot be told from an age.
        if size.jobs > 4 || fate == .none { #expect(told[.early, default: 0] <= 13, "\(told)") }
    }
}
