//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Judgement.Rates {
    /// Takes the trials of each rate.
    init(_ trials: RateTrials) {
        statusFound = trials.statusFound.rate
        statusCorrect = trials.statusCorrect.rate
        results = trials.results.rate
        initiate = trials.initiations.rate
        firstPolls = trials.firstPolls.rate
        jobsFlawless = trials.flawlessJobs
    }
}

extension Judgement.Latencies {
    /// Computes the latencies of ordinary requests; a request without a response has no latency.
    init(_ observations: Observations) {
        var (status, results, initiate): ([Duration], [Duration], [Duration]) = ([], [], [])
        let events = observations.history.events
        // By position, since events are large and expensive to copy.
        for position in events.indices {
            guard case .answered = events[position].outcome else { continue }
            guard [.course, .early, .followsLink].contains(events[position].intent) else { continue }
            let duration = events[position].received - events[position].sent
            switch events[position].operation {
            case .status: status.append(duration)
            case .results: results.append(duration)
            case .initiate: initiate.append(duration)
            case .login, .prepare, .page, .cancel, .delete, .list, .diagnostics, .metrics, .other: continue
            }
        }
        self.status = Percentiles(of: status)
        self.results = Percentiles(of: results)
        self.initiate = Percentiles(of: initiate)
    }
}
