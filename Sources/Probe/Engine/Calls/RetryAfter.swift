//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import FoundationEssentials
import KitSupport
package import ProbeHistory

/// The time to wait that a response asks for.
///
/// Source: RFC 9110 §10.2.3.
package enum RetryAfter {
    /// Returns the time to wait; `nil` where the response asks for none.
    ///
    /// - Parameters:
    ///   - headers: The header fields, names in lower case.
    ///   - now: The present time, unless the response tells its own.
    /// - Returns: The time to wait.
    package static func delay(in headers: HeaderFields, now: Date) -> Duration? {
        guard let value = headers["retry-after"]?.trimmed(\.isWhitespace), !value.isEmpty else {
            return nil
        }
        if let seconds = Double(value) {
            return seconds.isFinite && seconds > 0 ? .seconds(min(seconds, longest)) : nil
        }
        guard let date = date(value) else { return nil }
        // By the other clock, as far as it is known: the two need not agree.
        let seconds = date.timeIntervalSince(headers["date"].flatMap(Self.date) ?? now)
        return seconds > 0 ? .seconds(min(seconds, longest)) : nil
    }

    /// The longest time that is understood, a day.
    private static let longest = 86_400.0
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Parses a date in one of the forms of RFC 9110 §5.6.7.
    static func date(_ text: String) -> Date? {
        let words = text.split { $0 == " " || $0 == "-" || $0 == "," }.map(String.init)
        // `Fri, 01 Jan 2038 00:00:00 GMT`, `Friday, 01-Jan-38 00:00:00 GMT`, `Fri Jan  1 00:00:00 2038`.
        guard words.count >= 5 else { return nil }
        let isUnix = months.contains(words[1])
        let (day, month, year, time) =
            isUnix ? (words[2], words[1], words[4], words[3]) : (words[1], words[2], words[3], words[4])
        let clock = time.split(separator: ":").compactMap { Int($0) }
        guard let day = Int(day), (1...31).contains(day), let month = months.firstIndex(of: month),
            let year = Int(year),
            (0...9999).contains(year), clock.count == 3, (0...23).contains(clock[0]), (0...59).contains(clock[1]),
            (0...60).contains(clock[2])
        else { return nil }
        var parts = DateComponents()
        parts.year = year < 70 ? 2000 + year : year < 100 ? 1900 + year : year
        (parts.month, parts.day) = (month + 1, day)
        (parts.hour, parts.minute, parts.second) = (clock[0], clock[1], clock[2])
        parts.timeZone = .gmt
        return Calendar(identifier: .gregorian).date(from: parts)
    }
}
