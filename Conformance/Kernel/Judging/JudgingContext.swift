//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// An indexed history, shared by everything derived from it: the judgement, and the charts of reports.
///
/// Indexing a million events takes as long as most checks together, so it is done once.
public struct JudgingContext {
    let observations: Observations

    /// Indexes a history.
    ///
    /// - Complexity: O(n log n) in the number of events.
    public init(_ history: History) {
        observations = Observations(history)
    }

    /// The history.
    public var history: History { observations.history }

    /// Judges the history by every requirement of a ruleset.
    func judgement(by rules: Ruleset, knownFailures: [KnownFailure]?) -> Judgement {
        Judge.judge(observations, by: rules, knownFailures: knownFailures)
    }

    /// The first request that counts against a rate: an initiation, a poll or a results read.
    package var firstFailedRequest: Event? {
        let trials = observations.trials
        let positions = [trials.initiations, trials.statusFound, trials.results].compactMap(\.failures.first)
        return positions.min().map { history.events[$0] }
    }

    /// Collects the timeline of each acknowledged job, in the order of initiation.
    ///
    /// - Complexity: O(n) in the number of events.
    public func timelines() -> [JobTimeline] {
        let trials = observations.trials
        let faulty = Set(trials.statusCorrect.failures + trials.results.failures)
        return observations.allJobs.map { JobTimeline($0, in: observations, faulty: faulty) }
    }
}
