//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Reduction {
    /// Returns a name of a schedule that breaks the same rule and from which nothing can be left out any more.
    ///
    /// - Parameter breaks: Runs a schedule and returns true if it breaks the rule.
    /// - Returns: The name of the smallest schedule that was found.
    func shrunk(while breaks: (Reduction) -> Bool) -> Reduction {
        var best = self
        while let smaller = best.smaller.first(where: breaks) { best = smaller }
        return best
    }

    /// The names of schedules that lack one thing each, those that lack most first.
    package var smaller: [Reduction] {
        let schedule = Schedule(seed: seed)
        var candidates: [Reduction] = []
        let visits = self.visits ?? Array(schedule.visits.indices)
        let faults = self.faults ?? Array(schedule.faults.indices)
        if !faults.isEmpty { candidates.append(with { $0.faults = [] }) }
        for client in Set(visits.map { schedule.visits[$0].client }).sorted() {
            candidates.append(with { $0.visits = visits.filter { schedule.visits[$0].client != client } })
        }
        for fault in faults { candidates.append(with { $0.faults = faults.filter { $0 != fault } }) }
        for visit in visits { candidates.append(with { $0.visits = visits.filter { $0 != visit } }) }
        if !isOrdered { candidates.append(with { $0.isOrdered = true }) }
        if !isPrompt { candidates.append(with { $0.isPrompt = true }) }
        return candidates
    }

    private func with(_ change: (inout Reduction) -> Void) -> Reduction {
        var reduction = self
        change(&reduction)
        return reduction
    }
}
