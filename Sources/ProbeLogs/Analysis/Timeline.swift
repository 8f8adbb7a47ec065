//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The counts of a message over time, in a bounded number of equal steps that double as time goes on.
struct Timeline {
    /// The number of steps.
    static let steps = 60

    private(set) var counts = [Int](repeating: 0, count: steps)
    /// The scale by which the counts were last brought up to date.
    private var halvings = 0

    /// Counts a message in a step of a scale.
    mutating func add(at time: Int64, on scale: TimeScale) {
        update(to: scale)
        counts[scale.step(of: time)] += 1
    }

    /// Brings the counts to a scale, whose steps are longer by now.
    mutating func update(to scale: TimeScale) {
        while halvings < scale.halvings {
            for step in 0..<Self.steps / 2 { counts[step] = counts[2 * step] + counts[2 * step + 1] }
            for step in Self.steps / 2..<Self.steps { counts[step] = 0 }
            halvings += 1
        }
    }
}

/// The scale that all timelines share: it begins with the first time, and grows.
struct TimeScale {
    /// The first time of all, in microseconds since 1970.
    private(set) var first: Int64?
    /// The last time of all.
    private(set) var last: Int64 = .min
    /// The length of a step in microseconds.
    private(set) var step: Int64 = 100_000
    /// The number of times that steps were doubled.
    private(set) var halvings = 0

    /// Includes a time.
    mutating func include(_ time: Int64) {
        guard let first else {
            first = time
            last = time
            return
        }
        guard time > last else { return }
        last = time
        while (time - first) / step >= Timeline.steps, halvings < 50 {
            step *= 2
            halvings += 1
        }
    }

    /// Returns the step of a time; times before the first one count there.
    func step(of time: Int64) -> Int {
        guard let first, time > first else { return 0 }
        return min(Int((time - first) / step), Timeline.steps - 1)
    }
}
