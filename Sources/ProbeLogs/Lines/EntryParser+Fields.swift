//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The use of fields by their roles.
extension EntryParser {
    /// Uses a field by its role; the message is used at the end.
    mutating func use(_ bytes: Span<UInt8>, _ field: Entry.Field) {
        let value = field.value
        guard !value.isEmpty else { return }
        switch field.role {
        case .none: break
        case .time:
            if let (time, end) = times.parse(bytes, at: value.lowerBound, to: value.upperBound), end == value.upperBound
            {
                entry.time = time
            }
        case .level:
            let level = Self.level(bytes, value)
            if level != .unknown { entry.level = level }
        case .message:
            entry.message = value
            entry.isMessageEscaped = field.isEscaped
        case .worker: setWorker(bytes, value, rank: 4)
        case .label: setLabel(bytes, value)
        case .instance: setWorker(bytes, value, rank: 1)
        case .request: entry.request = value
        case .trace: entry.trace = Self.traceID(bytes, value) ?? entry.trace
        case .job: entry.job = value
        case .status:
            guard value.count == 3, Byte.isDigit(bytes[value.lowerBound]) else { break }
            let status = value.reduce(0) { $0 * 10 + Int(bytes[$1] &- 48) }
            if (100..<600).contains(status) { entry.status = status }
        case .milliseconds: entry.took = Self.duration(bytes, value, unit: 1000) ?? entry.took
        case .seconds: entry.took = Self.duration(bytes, value, unit: 1_000_000) ?? entry.took
        case .microseconds: entry.took = Self.duration(bytes, value, unit: 1) ?? entry.took
        case .nanoseconds: entry.took = Self.duration(bytes, value, unit: 0.001) ?? entry.took
        case .duration: entry.took = Self.duration(bytes, value, unit: 1000) ?? entry.took
        case .path: entry.path = value
        case .method: entry.method = value
        }
    }

    /// Parses a duration, whose own unit has priority, into microseconds.
    static func duration(_ bytes: Span<UInt8>, _ value: Range<Int>, unit: Double) -> Int64? {
        var number = 0.0
        var scale = 0.0
        var place = value.lowerBound
        while place < value.upperBound {
            let byte = bytes[place]
            if Byte.isDigit(byte) {
                number = number * 10 + Double(byte - 48)
                scale *= 10
            } else if byte == Byte.dot, scale == 0 {
                scale = 1
            } else {
                break
            }
            place += 1
        }
        guard place > value.lowerBound else { return nil }
        var unit = unit
        switch value.upperBound - place {
        case 0: break
        case 1 where bytes[place] == UInt8(ascii: "s"): unit = 1_000_000
        case 2 where bytes[place + 1] == UInt8(ascii: "s"):
            switch bytes[place] {
            case UInt8(ascii: "m"): unit = 1000
            case UInt8(ascii: "u"): unit = 1
            case UInt8(ascii: "n"): unit = 0.001
            default: return nil
            }
        default: return nil
        }
        let micros = number / max(scale, 1) * unit
        return micros.isFinite && micros < 1e15 ? Int64(micros) : nil
    }

    /// Returns the place of the trace id in a value that may be more, such as a whole `traceparent` or a path to the trace.
    static func traceID(_ bytes: Span<UInt8>, _ value: Range<Int>) -> Range<Int>? {
        var start = value.lowerBound
        for place in value.lowerBound...value.upperBound {
            let isDigit =
                place < value.upperBound
                && (Byte.isDigit(bytes[place]) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(bytes[place]))
            if isDigit { continue }
            if place - start == 32 { return start..<place }
            start = place + 1
        }
        return nil
    }

    /// Uses the message, and looks into it if it is a line of its own.
    mutating func unwrap(_ bytes: Span<UInt8>, _ found: Entry.Field, depth: Int) {
        guard depth < Self.deepest, let first = found.value.first else { return }
        let byte = bytes[first]
        // A line within: JSON, or one that begins with a time.
        guard byte == Byte.leftBrace || Byte.isDigit(byte) || byte == Byte.leftBracket else { return }
        if Byte.isDigit(byte) || byte == Byte.leftBracket {
            var place = first
            if byte == Byte.leftBracket { place += 1 }
            guard found.value.count > 16, times.parse(bytes, at: place, to: found.value.upperBound) != nil else {
                return
            }
        }
        var inner: [UInt8] = []
        inner.reserveCapacity(found.value.count)
        LineText.unescape(bytes, found.value, into: &inner)
        while let last = inner.last, last == 10 || last == 13 { inner.removeLast() }
        if byte == Byte.leftBrace, inner.last != UInt8(ascii: "}") { return }
        // Their places are in other bytes.
        entry.request = 0..<0
        entry.trace = 0..<0
        entry.job = 0..<0
        entry.path = 0..<0
        entry.method = 0..<0
        parse(inner.span, 0..<inner.count, depth: depth + 1)
        if !isUnwrapped {
            unwrapped = inner
            isUnwrapped = true
        }
    }
}
