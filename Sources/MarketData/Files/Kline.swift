//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import MarketModel

/// A candle in the format of Binance: a line of a file, or a row of a response.
///
/// The columns are the times of opening and closing, open, high, low and close price, volume, volume in the quote
/// currency, trades, and the two volumes bought by takers; the last one is unused. Source: Binance, *public data* and
/// *spot REST API*, 2026.
struct Kline: Sendable, Hashable {
    /// Prices and volume.
    let candle: Candle
    /// The volume in the quote currency.
    let quoteVolume: Double

    /// The number of columns.
    static let columnCount = 12

    /// Parses a line without its newline; numbers may be quoted.
    ///
    /// - Throws: ``KlineDefect``.
    init(_ line: ArraySlice<UInt8>) throws(KlineDefect) {
        var numbers = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        var time: Int64?
        var column = 0
        var start = line.startIndex
        for index in line.startIndex...line.endIndex where index == line.endIndex || line[index] == UInt8(ascii: ",") {
            let field = DecimalText.bare(line[start..<index])
            switch column {
            case 0: time = DecimalText.integer(field)
            case 1: numbers.0 = try Self.number(field, named: "open")
            case 2: numbers.1 = try Self.number(field, named: "high")
            case 3: numbers.2 = try Self.number(field, named: "low")
            case 4: numbers.3 = try Self.number(field, named: "close")
            case 5: numbers.4 = try Self.number(field, named: "volume")
            case 7: numbers.5 = try Self.number(field, named: "quote volume")
            default: break
            }
            column += 1
            start = index + 1
        }
        guard column == Self.columnCount else { throw .columns(column) }
        guard let time, let milliseconds = Self.milliseconds(time) else { throw .time }
        candle = Candle(
            openMilliseconds: milliseconds,
            open: numbers.0,
            high: numbers.1,
            low: numbers.2,
            close: numbers.3,
            volume: numbers.4
        )
        quoteVolume = numbers.5
    }

    private static func number(_ field: ArraySlice<UInt8>, named name: String) throws(KlineDefect) -> Double {
        guard let number = DecimalText.number(field) else { throw .number(column: name) }
        return number
    }

    /// Converts a time in milliseconds, or microseconds as in files since 2025; the years 1973 to 5138 are unambiguous.
    private static func milliseconds(_ time: Int64) -> Int64? {
        switch time {
        case 100_000_000_000..<100_000_000_000_000: time
        case 100_000_000_000_000..<100_000_000_000_000_000: time / 1000
        default: nil
        }
    }
}

/// The reason why a line is not a valid candle.
enum KlineDefect: Error, Hashable, CustomStringConvertible {
    case columns(Int)
    case time
    case number(column: String)
    case order
    case length(limit: Int)

    var description: String {
        switch self {
        case .columns(let count): "\(count) columns where a candle has \(Kline.columnCount)"
        case .time: "the open time is no number of milliseconds or microseconds since 1970"
        case .number(let column): "\(column) is no number"
        case .order: "the candle does not begin after the one before it"
        case .length(let limit): "longer than \(limit) bytes"
        }
    }
}
