//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A validator of ISO 8601 times, such as `2026-01-27T10:15:30.123+01:00`.
///
/// Calendar dates with a time of day are accepted: seconds and their fraction are optional, a space may replace the
/// `T` as RFC 3339 allows, and the offset may be written `Z`, `+01:00`, `+0100` or `+01`.
enum WrittenTime {
    case complete
    case withoutOffset
    case unreadable

    init(_ text: String) {
        var reader = Reader(rest: Substring(text).utf8[...])
        guard reader.takesDateAndTime() else {
            self = .unreadable
            return
        }
        if reader.rest.isEmpty {
            self = .withoutOffset
        } else {
            self = reader.takesOffset() && reader.rest.isEmpty ? .complete : .unreadable
        }
    }
}

private struct Reader {
    var rest: Substring.UTF8View.SubSequence

    mutating func takesDateAndTime() -> Bool {
        guard let year = number(4), take("-"), let month = number(2), take("-"),
            let day = number(2), (1...12).contains(month), day >= 1, day <= Self.days(of: month, in: year),
            take("T") || take("t") || take(" "),
            let hour = number(2), hour <= 23, take(":"), let minute = number(2), minute <= 59
        else { return false }
        guard take(":") else { return true }
        // A leap second is written 60.
        guard let second = number(2), second <= 60 else { return false }
        guard take(".") || take(",") else { return true }
        guard number(1) != nil else { return false }
        while number(1) != nil {}
        return true
    }

    mutating func takesOffset() -> Bool {
        if take("Z") || take("z") { return true }
        guard take("+") || take("-"), let hours = number(2), hours <= 23 else { return false }
        if rest.isEmpty { return true }
        _ = take(":")
        return number(2).map { $0 <= 59 } ?? false
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: scalar) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Parses exactly the given number of digits.
    private mutating func number(_ digits: Int) -> Int? {
        let taken = rest.prefix(digits)
        guard taken.count == digits, taken.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        rest = rest.dropFirst(digits)
        return taken.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func days(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
