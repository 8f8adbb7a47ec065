//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The jobs that were not found, sorted by why.
///
/// The time at which a job stopped being found, and for whom, tells the cause: just after the store had gone away, for all
/// workers but one, at its end, at a certain age.
struct LostJobs {
    /// A reason, the first one of a job counts.
    enum Reason: String, CaseIterable {
        case unknown, neverFound, foreign, late, split, outage, ending, atEnd, expired, early, flapping, gone
    }

    struct Group {
        var jobs = 0
        var misses = 0
        var first: Int64?
        var last: Int64?
        var ages: [Int64] = []
        var afterEnds: [Int64] = []
        var withKey = 0
        var withoutKey = 0
        var examples: [LogExample] = []
        var missers: UInt64 = 0
    }

    private(set) var groups: [Reason: Group] = [:]
    private(set) var ages: [Int64] = []
    private(set) var afterEnds: [Int64] = []
    /// The jobs that ran when a worker ended, and never came to their end.
    private(set) var unfinished = Group()

    private static let second: Int64 = 1_000_000
    private let lifetimes: (final: Int64, running: Int64)
    /// The time for which a job is kept after its end, in microseconds.
    var lifetime: Int64 { lifetimes.final }

    init(_ analysis: borrowing LogAnalysis, handedOut: [UInt64: String]) {
        lifetimes = (
            Int64(analysis.vocabulary.finalLifetime * 1e6), Int64(analysis.vocabulary.runningLifetime * 1e6)
        )
        let durations = analysis.fates.fates.values.compactMap { fate in
            fate.ended.flatMap { end in fate.firstFound.map { end - $0 } }
        }.sorted()
        let usual = durations.isEmpty ? nil : durations[durations.count / 2]
        // In a fixed order, so that the same logs give the same report.
        for (job, fate) in analysis.fates.fates.sorted(by: {
            ($0.value.firstMissed ?? .max, $0.key) < ($1.value.firstMissed ?? .max, $1.key)
        }) {
            if let usual { lookForEnd(fate, analysis, usual: usual) }
            guard fate.firstMissed != nil else { continue }
            let example = fate.example < 0 ? nil : analysis.fates.examples[fate.example]
            add(fate, reason(fate, analysis, isHandedOut: handedOut[job] != nil), example)
        }
        settleEarly()
    }

    private func reason(_ fate: JobFate, _ analysis: borrowing LogAnalysis, isHandedOut: Bool) -> Reason {
        guard let missed = fate.firstMissed, let found = fate.firstFound else {
            return isHandedOut ? .neverFound : .unknown
        }
        let told = fate.keys.values.reduce(0, +)
        if fate.lastFound > fate.lastMissed, told > 0,
            fate.keys[StoredKeys.none] == told || fate.restored >= fate.lastMissed
        {
            return .foreign
        }
        let isRemoved = 2 * (fate.keys[.removed] ?? 0) > told
        if isRemoved, !analysis.outages.touch(missed - 2 * Self.second, missed + Self.second / 2) { return .gone }
        guard let before = fate.lastFoundBefore else {
            // Missed first, found then.
            return fate.missers & fate.finders == 0 && fate.lastFound < fate.lastMissed ? .split : .late
        }
        if fate.lastFound > missed {
            if fate.finders & fate.missers == 0, fate.missers != 0 { return .split }
            if analysis.outages.touch(missed - Self.second, fate.lastMissed + Self.second / 2) { return .outage }
            let isOver = fate.findersSince & fate.missers == fate.missers && fate.missers != 0
            if isOver, missed - found < 2 * Self.second { return .late }
            return .flapping
        }
        if analysis.outages.touch(before - Self.second, missed + Self.second / 2) { return .outage }
        if let end = fate.ended, missed >= end - Self.second {
            if missed - end >= lifetimes.final * 9 / 10 { return .expired }
            if before - end < Self.second { return .atEnd }
        } else if missed - before >= lifetimes.running * 9 / 10 {
            return .expired
        }
        if analysis.endings.touch(before - Self.second, missed) { return .ending }
        return .gone
    }

    private mutating func add(_ fate: JobFate, _ reason: Reason, _ example: LogExample?) {
        var group = groups[reason, default: Group()]
        group.jobs += 1
        group.misses += fate.misses
        group.first = [group.first, fate.firstMissed].compactMap(\.self).min()
        group.last = max(group.last ?? .min, fate.lastMissed)
        group.missers |= fate.missers
        if fate.keys[.present] != nil { group.withKey += 1 }
        if fate.keys[.removed] != nil || fate.keys[.absent] != nil { group.withoutKey += 1 }
        if let example, group.examples.count < PatternHits.mostExamples { group.examples.append(example) }
        if let found = fate.firstFound, let missed = fate.firstMissed, missed >= found {
            group.ages.append(missed - found)
            ages.append(missed - found)
            if let end = fate.ended {
                group.afterEnds.append(missed - end)
                afterEnds.append(missed - end)
            }
        }
        groups[reason] = group
    }

    /// Jobs that all went at about the same age were not deleted by somebody: they expired too early.
    private mutating func settleEarly() {
        guard let gone = groups[.gone], gone.ages.count >= 5 else { return }
        let ages = gone.ages.sorted()
        let median = ages[ages.count / 2]
        guard median > 10 * Self.second, ages[ages.count * 3 / 4] - ages[ages.count / 4] < median / 5 else { return }
        groups[.gone] = nil
        groups[.early] = gone
    }

    /// Notes a job that ran when a worker ended, and that took much longer than others without coming to its end.
    private mutating func lookForEnd(_ fate: JobFate, _ analysis: borrowing LogAnalysis, usual: Int64) {
        guard fate.ended == nil, let found = fate.firstFound, fate.lastFound > found else { return }
        let patience = max(3 * usual, 3 * Self.second)
        guard fate.lastFound - found > patience,
            analysis.endings.spans.contains(where: {
                $0.upperBound >= found && $0.lowerBound <= fate.lastFound - patience / 2
            })
        else { return }
        unfinished.jobs += 1
        unfinished.first = min(unfinished.first ?? found, found)
        unfinished.last = max(unfinished.last ?? fate.lastFound, fate.lastFound)
    }
}
