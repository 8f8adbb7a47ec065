//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parser of decimal numbers that reads bytes without making strings of them.
enum DecimalText {
    /// Trims quotes and spaces.
    static func bare(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var field = field
        while let first = field.first, isPadding(first) { field.removeFirst() }
        while let last = field.last, isPadding(last) { field.removeLast() }
        return field
    }

    /// Parses an integer without a sign.
    static func integer(_ field: ArraySlice<UInt8>) -> Int64? {
        guard (1...18).contains(field.count) else { return nil }
        var value: Int64 = 0
        for byte in field {
            let digit = byte &- zero
            guard digit < 10 else { return nil }
            value = value * 10 + Int64(digit)
        }
        return value
    }

    /// Parses a decimal into the nearest finite number.
    ///
    /// Most have a mantissa below 2⁵³ and few places, so that both it and the power of ten are exact, and one division
    /// rounds correctly; the others are parsed as strings. Source: Clinger, *How to Read Floating Point Numbers
    /// Accurately*, 1990.
    static func number(_ field: ArraySlice<UInt8>) -> Double? {
        var mantissa: UInt64 = 0
        var places: Int?
        var digits = 0
        for byte in field {
            let digit = byte &- zero
            if digit < 10, mantissa < 1 << 53 {
                mantissa = mantissa * 10 + UInt64(digit)
                digits += 1
                places = places.map { $0 + 1 }
            } else if byte == UInt8(ascii: "."), places == nil {
                places = 0
            } else {
                return slowNumber(field)
            }
        }
        guard digits > 0 else { return nil }
        let count = places ?? 0
        guard mantissa < 1 << 53, count < powers.count else { return slowNumber(field) }
        return Double(mantissa) / powers[count]
    }

    private static func slowNumber(_ field: ArraySlice<UInt8>) -> Double? {
        guard field.count <= 64, let value = Double(String(decoding: field, as: UTF8.self)), value.isFinite else {
            return nil
        }
        return value
    }

    private static func isPadding(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\r")
    }

    private static let zero = UInt8(ascii: "0")
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
}
