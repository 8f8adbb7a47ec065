//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The search for the capacity: which rate comes next, and what the stages so far say.
///
/// | so far | next |
/// |---|---|
/// | every stage held | the rate grows, up to the highest one |
/// | one did not | twice a rate between the highest that held and the lowest that did not |
/// | nothing is left between them | the highest that held, for longer |
/// | that did not hold | the next lower one that did |
/// | that held, or none is left | the end |
struct LoadSearch: Sendable {
    private static let refinements = 2
    /// The factor between two rates that are as good as equal.
    private static let least = 1.08

    private let load: Plan.Load
    private let maximumRate: Double
    private(set) var outcome: LoadOutcome
    private var refined = 0
    private var hasEnded = false

    init(_ load: Plan.Load, maximumRate: Double, _ outcome: LoadOutcome) {
        self.load = load
        self.maximumRate = maximumRate
        self.outcome = outcome
    }

    /// The highest rate that held whenever it was offered, and the lowest that did not.
    private var bounds: (held: Double?, broke: Double?) {
        let broke = outcome.stages.filter { !$0.holds }.map(\.offered).min()
        let held = outcome.stages.filter { $0.holds && $0.offered < broke ?? .infinity }.map(\.offered).max()
        return (held, broke)
    }

    /// Returns the next stage; `nil` when the search is over.
    mutating func next() -> LoadStage? {
        guard !hasEnded else { return nil }
        let number = outcome.stages.count + 1
        func stage(_ purpose: LoadStage.Purpose, _ rate: Double, _ duration: Duration) -> LoadStage {
            LoadStage(number: number, purpose: purpose, offered: rate, seconds: duration.inSeconds)
        }
        let first = min(Double(load.startRate), maximumRate)
        guard let last = outcome.stages.last else { return stage(.rising, first, load.stage) }
        let (held, broke) = bounds
        guard let broke else {
            if last.offered >= maximumRate {
                return last.purpose == .confirming ? nil : stage(.confirming, maximumRate, load.confirmation)
            }
            return stage(.rising, min(last.offered * load.growth, maximumRate), load.stage)
        }
        guard let held else { return nil }
        if refined < Self.refinements, broke / held > Self.least {
            refined += 1
            return stage(.refining, (broke * held).squareRoot(), load.stage)
        }
        let isConfirmed = outcome.stages.contains { $0.purpose == .confirming && $0.holds && $0.offered == held }
        return isConfirmed ? nil : stage(.confirming, held, load.confirmation)
    }

    /// Takes a stage in.
    mutating func take(_ stage: LoadStage, _ examples: [LoadExample]) {
        outcome.stages.append(stage)
        outcome.examples += examples
        // A deployment that is down is left alone.
        if stage.isStopped, bounds.held == nil { hasEnded = true }
        conclude()
    }

    /// Notes that the test was ended from outside.
    mutating func end(_ reason: LoadOutcome.Ending) {
        hasEnded = true
        outcome.ending = reason
    }

    private mutating func conclude() {
        let (held, broke) = bounds
        outcome.capacity = held
        outcome.isConfirmed = outcome.stages.contains { $0.purpose == .confirming && $0.holds && $0.offered == held }
        let worst = outcome.stages.filter { !$0.holds && $0.offered == broke }.first
        // What a late prober sees late is no fault of the deployment; a wrong answer is, whoever was late.
        outcome.brokenBy = worst.flatMap { worst in
            worst.brokenBy.first { !worst.isLimitedByProber || $0 != .latency }
        }
        outcome.ending = worst == nil ? .maximumRate : worst?.isLimitedByProber == true ? .proberLimit : .broke
    }
}
