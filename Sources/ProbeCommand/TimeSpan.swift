//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser

/// A span of time on the command line: a number with a unit, such as `60s`, `5min` or `30d`; seconds without one.
struct TimeSpan: ExpressibleByArgument, Hashable, CustomStringConvertible {
    private static let units: [(name: String, seconds: Double)] = [
        ("ms", 0.001), ("min", 60), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400),
    ]

    /// The length in seconds.
    let seconds: Double

    init(seconds: Double) { self.seconds = seconds }

    init?(argument: String) {
        let unit = Self.units.first { argument.hasSuffix($0.name) }
        guard let number = Double(argument.dropLast(unit?.name.count ?? 0)), number.isFinite, number >= 0 else {
            return nil
        }
        seconds = number * (unit?.seconds ?? 1)
    }

    /// The span in the largest unit that is whole.
    var description: String {
        let unit = Self.units.sorted { $0.seconds > $1.seconds }.first {
            seconds >= $0.seconds && (seconds / $0.seconds).rounded() == seconds / $0.seconds
        }
        guard let unit else { return "\(seconds)s" }
        return "\(Int(seconds / unit.seconds))\(unit.name)"
    }

    var defaultValueDescription: String { description }
}
