//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parser of responses with candles: an array of arrays.
///
/// A row has the columns of a file's line with its numbers in quotes, so both share a parser; it is also much faster
/// than a general JSON decoder.
enum KlineRows {
    /// Parses all rows.
    ///
    /// - Returns: `nil` when the response is malformed.
    static func read(_ bytes: [UInt8]) -> [Kline]? {
        var rows: [Kline] = []
        var index = skip(bytes, from: 0)
        guard index < bytes.count, bytes[index] == open else { return nil }
        index = skip(bytes, from: index + 1)
        if index < bytes.count, bytes[index] == close { return skip(bytes, from: index + 1) == bytes.count ? [] : nil }
        while true {
            guard index < bytes.count, bytes[index] == open,
                let end = bytes[index...].firstIndex(of: close),
                let row = try? Kline(bytes[(index + 1)..<end])
            else { return nil }
            rows.append(row)
            index = skip(bytes, from: end + 1)
            guard index < bytes.count else { return nil }
            if bytes[index] == close { return skip(bytes, from: index + 1) == bytes.count ? rows : nil }
            guard bytes[index] == UInt8(ascii: ",") else { return nil }
            index = skip(bytes, from: index + 1)
        }
    }

    private static func skip(_ bytes: [UInt8], from index: Int) -> Int {
        var index = index
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
        return index
    }

    private static let open = UInt8(ascii: "[")
    private static let close = UInt8(ascii: "]")
}
