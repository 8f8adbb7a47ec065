//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// A candle file, described by its name: `BTCUSDT-1h-2026-10.csv`, or daily, `BTCUSDT-1m-2026-10-31.csv`.
struct KlineFile: Sendable, Hashable {
    /// The path of the file.
    let path: String
    /// The symbol as the exchange writes it, such as `BTCUSDT`.
    let symbol: String
    /// The length of each candle, in milliseconds.
    let step: Int64
    /// The period in the name, in milliseconds since 1970.
    let period: Range<Int64>

    /// Parses a name.
    ///
    /// - Returns: `nil` when it is not the name of such a file, or its interval is not supported.
    init?(name: String, in directory: String) {
        guard name.hasSuffix(".csv") else { return nil }
        let parts = name.dropLast(4).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 2, let step = Self.steps[String(parts[1])] else { return nil }
        guard !parts[0].isEmpty, parts[0].utf8.allSatisfy(Self.isSymbolByte) else { return nil }
        guard let period = Self.period(parts.dropFirst(2)) else { return nil }
        path = directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)"
        symbol = String(parts[0])
        self.step = step
        self.period = period
    }

    /// The supported intervals, which divide an hour, four hours or a day.
    private static let steps: [String: Int64] = {
        let minutes: [(String, Int64)] = [
            ("1m", 1), ("3m", 3), ("5m", 5), ("15m", 15), ("30m", 30), ("1h", 60), ("2h", 120), ("4h", 240),
            ("6h", 360), ("8h", 480), ("12h", 720), ("1d", 1440),
        ]
        return Dictionary(uniqueKeysWithValues: minutes.map { ($0.0, $0.1 * 60_000) } + [("1s", 1000)])
    }()

    private static func isSymbolByte(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// Computes the period of a year and a month, perhaps with a day; without any it is unbounded.
    private static func period(_ parts: ArraySlice<Substring>) -> Range<Int64>? {
        if parts.isEmpty { return Int64.min..<Int64.max }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count, (2...3).contains(numbers.count), (1970...9999).contains(numbers[0]),
            (1...12).contains(numbers[1])
        else { return nil }
        let (year, month) = (numbers[0], numbers[1])
        let day: Int64 = 86_400_000
        guard numbers.count == 3 else {
            let next = month == 12 ? (year + 1, 1) : (year, month + 1)
            return daysSince1970(year, month, 1) * day..<daysSince1970(next.0, next.1, 1) * day
        }
        guard (1...31).contains(numbers[2]) else { return nil }
        let start = daysSince1970(year, month, numbers[2])
        return start * day..<(start + 1) * day
    }

    /// Computes the days of the Gregorian calendar since 1970-01-01, with years from March, so that leap days come
    /// last.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468)
    }
}
