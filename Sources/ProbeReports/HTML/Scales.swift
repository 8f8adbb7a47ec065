//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A time axis of 1000 units.
struct TimeScale {
    /// The first instant.
    let start: Instant
    /// The last instant; later than the first.
    let end: Instant

    init(start: Instant, end: Instant) {
        self.start = start
        self.end = max(end, start + .milliseconds(1))
    }

    /// Returns the position of an instant, 0…1000.
    func x(_ instant: Instant) -> Double {
        let share = (instant - start) / (end - start)
        return min(max(share, 0), 1) * 1000
    }

    /// The marked instants, at multiples of whole seconds or fractions of one: at most seven.
    var ticks: [(instant: Instant, label: String)] {
        let range = (end - start).inSeconds
        var step = 0.001
        for candidate in Self.steps where range / step > 6 { step = candidate }
        let digits = step < 0.01 ? 3 : step < 0.1 ? 2 : step < 1 ? 1 : 0
        return stride(from: 0, through: range, by: step).map { seconds in
            let label = digits == 0 ? "\(Int(seconds.rounded()))" : TextLayout.decimal(seconds, digits: digits)
            return (start + Duration(wholeNanosecondsOf: seconds), "\(label) s")
        }
    }

    private static let steps: [Double] = (-3...6).flatMap { power in
        let unit = (0..<abs(power)).reduce(1.0) { value, _ in power < 0 ? value / 10 : value * 10 }
        return [1, 2, 5].map { $0 * unit }
    }

    /// The axis as a line of labels.
    var axis: Markup {
        Markup("svg", ["class": "axis", "width": "100%", "height": "16", "aria-hidden": "true"]) {
            for (instant, label) in ticks {
                let x = self.x(instant) / 10
                let anchor = x < 3 ? "start" : x > 97 ? "end" : "middle"
                Markup("text", ["x": "\(Coordinate(x))%", "y": "12", "text-anchor": anchor]) { label }
            }
        }
    }

    /// Returns the marked instants as vertical lines of a height.
    func grid(height: Int) -> Markup {
        let lines = ticks.map { "M\(Coordinate(x($0.instant))) 0v\(height)" }
        return Markup("path", ["class": "grid", "d": lines.joined()])
    }
}

/// A logarithmic axis of milliseconds.
struct LogScale {
    private let low: Double
    private let high: Double
    /// The length of the axis.
    let length: Double

    /// Creates an axis for a range of values, with whole powers of ten at its ends.
    init(values: [Double], length: Double) {
        func power(_ value: Double, _ up: Bool) -> Double {
            var bound = 0.01
            while bound < 1e7, up ? bound < value : bound * 10 <= value { bound *= 10 }
            return bound
        }
        low = power(values.min() ?? 1, false)
        high = max(power(values.max() ?? 1, true), low * 10)
        self.length = length
    }

    /// Returns the position of a value, 0…length.
    func position(_ value: Double) -> Double {
        let share = log10(max(value, low) / low) / log10(high / low)
        return min(max(share, 0), 1) * length
    }

    /// The powers of ten.
    var ticks: [(value: Double, label: String)] {
        var ticks: [(Double, String)] = []
        var value = low
        while value <= high * 1.001 {
            let label =
                value >= 999
                ? "\(Int((value / 1000).rounded())) s"
                : value >= 0.99 ? "\(Int(value.rounded())) ms" : "\(Int((value * 1000).rounded())) µs"
            ticks.append((value, label))
            value *= 10
        }
        return ticks
    }
}

/// A coordinate with at most one decimal, which keeps files small.
struct Coordinate: CustomStringConvertible {
    private let tenths: Int

    init(_ value: Double) {
        tenths = Int((value * 10).rounded())
    }

    var description: String {
        let digit = abs(tenths % 10)
        let whole = tenths / 10
        let sign = tenths < 0 && whole == 0 ? "-" : ""
        return digit == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(digit)"
    }
}
