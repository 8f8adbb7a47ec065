//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The parts of a schedule that are kept, and its name: `SEED`, or `SEED:visits=0.2:faults=1:ordered:prompt`.
///
/// The name is all that it takes to run the same simulation again.
package struct Reduction: Sendable, Hashable, LosslessStringConvertible {
    /// The seed of the schedule.
    package let seed: UInt64
    /// The visits that are kept; `nil` for all.
    var visits: [Int]?
    /// The faults that are kept; `nil` for all.
    var faults: [Int]?
    /// A flag that is true if whatever becomes ready first runs first.
    var isOrdered = false
    /// A flag that is true if every message takes the same time.
    var isPrompt = false

    /// Names the whole schedule of a seed.
    package init(seed: UInt64) {
        self.seed = seed
    }

    /// Parses a name; `nil` if it is malformed.
    package init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = parts.first, let seed = UInt64(first) else { return nil }
        self.seed = seed
        for part in parts.dropFirst() {
            if part == "ordered" {
                isOrdered = true
            } else if part == "prompt" {
                isPrompt = true
            } else if let list = Self.list(part, after: "visits=") {
                visits = list
            } else if let list = Self.list(part, after: "faults=") {
                faults = list
            } else {
                return nil
            }
        }
    }

    private static func list(_ part: Substring, after prefix: String) -> [Int]? {
        guard part.hasPrefix(prefix) else { return nil }
        let texts = part.dropFirst(prefix.count).split(separator: ".")
        let numbers = texts.compactMap { Int($0) }.filter { $0 >= 0 }
        return numbers.count == texts.count ? numbers : nil
    }

    /// The name.
    package var description: String {
        var parts = ["\(seed)"]
        if let visits { parts.append("visits=\(visits.map(String.init).joined(separator: "."))") }
        if let faults { parts.append("faults=\(faults.map(String.init).joined(separator: "."))") }
        if isOrdered { parts.append("ordered") }
        if isPrompt { parts.append("prompt") }
        return parts.joined(separator: ":")
    }

    /// The schedule; numbers that it does not have are ignored.
    package var schedule: Schedule {
        var schedule = Schedule(seed: seed)
        if let visits { schedule.visits = visits.filter { $0 < schedule.visits.count }.map { schedule.visits[$0] } }
        if let faults { schedule.faults = faults.filter { $0 < schedule.faults.count }.map { schedule.faults[$0] } }
        schedule.isShuffled = !isOrdered
        schedule.isJittered = !isPrompt
        return schedule
    }
}
