//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parser of the times that logs have, to the microsecond.
///
/// ISO 8601 and its like, the times of syslog and of access logs, and seconds, milliseconds, microseconds or nanoseconds
/// since 1970. A time without an offset is taken as UTC.
struct LineTime {
    /// The year of times without one, as syslog has them.
    var year: Int
    /// The month before, to notice a new year.
    private var lastMonth = 0
    /// The day parsed last, which most lines share.
    private var cachedDay = (key: -1, days: 0)

    init(year: Int) {
        self.year = year
    }

    /// Parses a time at a place.
    ///
    /// - Returns: The microseconds since 1970, and the place after the time; `nil` if there is no time.
    mutating func parse(_ bytes: Span<UInt8>, at start: Int, to end: Int) -> (micros: Int64, end: Int)? {
        guard start < end else { return nil }
        let first = bytes[start]
        if Byte.isDigit(first) {
            if start + 10 <= end, bytes[start + 4] == Byte.dash || bytes[start + 4] == Byte.slash {
                return iso(bytes, start, end)
            }
            if start + 11 < end, bytes[start + 2] == Byte.slash { return access(bytes, start, end) }
            return epoch(bytes, start, end)
        }
        return Byte.isLetter(first) ? syslog(bytes, start, end) : nil
    }

    /// `2026-11-28T21:35:48.997Z` and its like.
    private mutating func iso(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Int64, Int)? {
        guard end - start >= 16, let year = number(bytes, start, 4), let month = number(bytes, start + 5, 2),
            let day = number(bytes, start + 8, 2),
            bytes[start + 10] == UInt8(ascii: "T") || bytes[start + 10] == Byte.space
                || bytes[start + 10] == UInt8(ascii: "t"),
            let (micros, after) = clock(bytes, start + 11, end), let days = days(year, month, day)
        else { return nil }
        let (offset, place) = zone(bytes, after, end)
        return (Int64(days) * 86_400_000_000 + micros - offset, place)
    }

    /// `28/Nov/2026:21:35:48 +0000`.
    private mutating func access(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Int64, Int)? {
        guard end - start >= 20, let day = number(bytes, start, 2), let month = month(bytes, start + 3),
            let year = number(bytes, start + 7, 4), bytes[start + 11] == Byte.colon,
            let (micros, after) = clock(bytes, start + 12, end), let days = days(year, month, day)
        else { return nil }
        let (offset, place) = zone(bytes, after, end)
        return (Int64(days) * 86_400_000_000 + micros - offset, place)
    }

    /// `Nov 28 21:35:48` and `Nov 28 09:35:48 PM`, in the year that is not written.
    private mutating func syslog(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Int64, Int)? {
        guard end - start >= 15, let month = month(bytes, start), bytes[start + 3] == Byte.space else { return nil }
        var place = start + 4
        if bytes[place] == Byte.space { place += 1 }
        let digits = place + 1 < end && Byte.isDigit(bytes[place + 1]) ? 2 : 1
        guard let day = number(bytes, place, digits) else { return nil }
        place += digits
        guard place < end, bytes[place] == Byte.space, var (micros, after) = clock(bytes, place + 1, end) else {
            return nil
        }
        if after + 3 <= end, bytes[after] == Byte.space, bytes[after + 2] == UInt8(ascii: "M") {
            let hour = micros / 3_600_000_000
            if bytes[after + 1] == UInt8(ascii: "P"), hour < 12 { micros += 43_200_000_000 }
            if bytes[after + 1] == UInt8(ascii: "A"), hour == 12 { micros -= 43_200_000_000 }
            after += 3
        }
        // From December to January: the next year.
        if lastMonth == 12, month == 1 { year += 1 }
        lastMonth = month
        guard let days = days(year, month, day) else { return nil }
        return (Int64(days) * 86_400_000_000 + micros, after)
    }

    /// The time since 1970: the number of digits tells the unit.
    private func epoch(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Int64, Int)? {
        var place = start
        var value: Int64 = 0
        while place < end, Byte.isDigit(bytes[place]), place - start < 19 {
            let (tenfold, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            guard !isTooLarge, tenfold <= .max - 9 else { return nil }
            value = tenfold + Int64(bytes[place] - 48)
            place += 1
        }
        switch place - start {
        case 10:
            var micros = value * 1_000_000
            if place < end, bytes[place] == Byte.dot { (micros, place) = fraction(micros, bytes, place, end) }
            return (micros, place)
        case 13:
            while place < end, bytes[place] == Byte.dot || Byte.isDigit(bytes[place]) { place += 1 }
            return (value * 1000, place)
        case 16: return (value, place)
        case 19: return (value / 1000, place)
        default: return nil
        }
    }

    /// `21:35:48`, with a fraction or not.
    private func clock(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Int64, Int)? {
        guard start + 5 <= end, let hour = number(bytes, start, 2), bytes[start + 2] == Byte.colon,
            let minute = number(bytes, start + 3, 2), hour < 24, minute < 60
        else { return nil }
        var micros = Int64(hour * 60 + minute) * 60_000_000
        var place = start + 5
        guard place + 3 <= end, bytes[place] == Byte.colon, let second = number(bytes, place + 1, 2), second <= 60
        else {
            return (micros, place)
        }
        micros += Int64(second) * 1_000_000
        place += 3
        if place < end, bytes[place] == Byte.dot || bytes[place] == Byte.comma {
            return fraction(micros, bytes, place, end)
        }
        return (micros, place)
    }

    private func fraction(_ micros: Int64, _ bytes: Span<UInt8>, _ dot: Int, _ end: Int) -> (Int64, Int) {
        var place = dot + 1
        var unit: Int64 = 100_000
        var sum = micros
        while place < end, Byte.isDigit(bytes[place]) {
            sum += Int64(bytes[place] - 48) * unit
            unit /= 10
            place += 1
        }
        return (sum, place)
    }

    /// `Z`, `+01:00`, `+0100`, ` +0000`, ` UTC` or nothing.
    private func zone(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (Int64, Int) {
        guard start < end else { return (0, start) }
        if bytes[start] == UInt8(ascii: "Z") || bytes[start] == UInt8(ascii: "z") { return (0, start + 1) }
        var place = start
        if bytes[place] == Byte.space { place += 1 }
        guard place < end else { return (0, start) }
        if place + 3 <= end, bytes[place] == UInt8(ascii: "U"), bytes[place + 1] == UInt8(ascii: "T"),
            bytes[place + 2] == UInt8(ascii: "C")
        {
            return (0, place + 3)
        }
        let sign: Int64 = bytes[place] == UInt8(ascii: "+") ? 1 : -1
        guard bytes[place] == UInt8(ascii: "+") || bytes[place] == Byte.dash, place + 3 <= end,
            let hours = number(bytes, place + 1, 2), hours <= 15
        else { return (0, start) }
        place += 3
        if place < end, bytes[place] == Byte.colon { place += 1 }
        var minutes = 0
        if place + 2 <= end, let number = number(bytes, place, 2) {
            minutes = number
            place += 2
        }
        return (sign * Int64(hours * 60 + minutes) * 60_000_000, place)
    }

    private func number(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start >= 0, start + count <= bytes.count else { return nil }
        var value = 0
        for place in start..<start + count {
            guard Byte.isDigit(bytes[place]) else { return nil }
            value = value * 10 + Int(bytes[place] - 48)
        }
        return value
    }

    private func month(_ bytes: Span<UInt8>, _ start: Int) -> Int? {
        guard start + 3 <= bytes.count else { return nil }
        let key =
            UInt32(bytes[start] | 32) << 16 | UInt32(bytes[start + 1] | 32) << 8 | UInt32(bytes[start + 2] | 32)
        return Self.months.firstIndex(of: key).map { $0 + 1 }
    }

    private static let months: [UInt32] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ].map { name in name.utf8.reduce(0) { $0 << 8 | UInt32($1) } }

    /// The days since 1970 of a day of the Gregorian calendar.
    private mutating func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
        let key = (year * 16 + month) * 32 + day
        if key == cachedDay.key { return cachedDay.days }
        guard (1...12).contains(month), (1...31).contains(day), (1970..<2200).contains(year) else { return nil }
        // Source: H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*, days_from_civil.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        cachedDay = (key, era * 146_097 + dayOfEra - 719_468)
        return cachedDay.days
    }
}
