//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The parsing of lines of JSON.
extension EntryParser {
    mutating func object(_ bytes: Span<UInt8>, _ line: Range<Int>, depth: Int) {
        var place = line.lowerBound + 1
        let end = line.upperBound
        var message: Entry.Field?
        var hasTime = false
        func skipSpace(_ bytes: Span<UInt8>) { while place < end, bytes[place] <= 32 { place += 1 } }
        members: while true {
            skipSpace(bytes)
            guard place < end else { return broken(bytes, line) }
            if bytes[place] == UInt8(ascii: "}") { break }
            guard bytes[place] == Byte.quote, let keyEnd = Self.stringEnd(bytes, place + 1, end)?.end else {
                return broken(bytes, line)
            }
            let key = place + 1..<keyEnd
            place = keyEnd + 1
            skipSpace(bytes)
            guard place < end, bytes[place] == Byte.colon else { return broken(bytes, line) }
            place += 1
            skipSpace(bytes)
            guard place < end else { return broken(bytes, line) }
            var field = Entry.Field(key: key, value: place..<place, role: .none)
            if bytes[place] == Byte.quote {
                guard let (valueEnd, isEscaped) = Self.stringEnd(bytes, place + 1, end) else {
                    return broken(bytes, line)
                }
                field.value = place + 1..<valueEnd
                field.isEscaped = isEscaped
                place = valueEnd + 1
            } else {
                guard let valueEnd = Self.valueEnd(bytes, place, end) else { return broken(bytes, line) }
                field.value = place..<valueEnd
                place = valueEnd
            }
            field.role = roles.role(bytes, key)
            fields.append(field)
            if field.role == .message {
                // `event` or `text` beside `message` is less.
                if message.map({ $0.value.count < field.value.count }) ?? true { message = field }
            } else {
                use(bytes, field)
                if field.role == .time { hasTime = true }
            }
            skipSpace(bytes)
            guard place < end else { return broken(bytes, line) }
            switch bytes[place] {
            case Byte.comma: place += 1
            case UInt8(ascii: "}"): break members
            default: return broken(bytes, line)
            }
        }
        if !hasTime || message == nil { guess(bytes, hasTime: hasTime, &message) }
        guard let message else {
            entry.message = 0..<0
            return
        }
        use(bytes, message)
        unwrap(bytes, message, depth: depth)
    }

    /// Finds out which fields are the time and the message, where no name tells.
    mutating func guess(_ bytes: Span<UInt8>, hasTime: Bool, _ message: inout Entry.Field?) {
        var hasTime = hasTime
        var longest: Entry.Field?
        for field in fields where (field.role == .none || field.role == .level) && field.value.count >= 10 {
            let value = field.value
            if !hasTime, let (time, end) = times.parse(bytes, at: value.lowerBound, to: value.upperBound),
                end == value.upperBound, time > 946_684_800_000_000
            {
                entry.time = time
                hasTime = true
                roles.learn(.time, bytes, field.key)
                continue
            }
            let hasWords = value.contains { bytes[$0] == Byte.space } && bytes[value.lowerBound] > 34
            if hasWords, longest.map({ $0.value.count < value.count }) ?? true { longest = field }
        }
        guard message == nil, let longest else { return }
        message = longest
        roles.learn(.message, bytes, longest.key)
    }

    mutating func broken(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        entry.isBroken = true
        entry.message = line
    }

    /// Returns the place of the quote that ends a string, and whether it has escapes.
    static func stringEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (end: Int, isEscaped: Bool)? {
        var place = start
        var isEscaped = false
        while place < end {
            let byte = bytes[place]
            if byte == Byte.quote { return (place, isEscaped) }
            if byte == Byte.backslash {
                isEscaped = true
                place += 1
            }
            place += 1
        }
        return nil
    }

    /// Returns the end of a number, a word, or a nested value.
    private static func valueEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var place = start
        var depth = 0
        while place < end {
            switch bytes[place] {
            case Byte.quote:
                guard let stringEnd = stringEnd(bytes, place + 1, end) else { return nil }
                place = stringEnd.end
            case Byte.leftBrace, Byte.leftBracket: depth += 1
            case UInt8(ascii: "}"), Byte.rightBracket:
                if depth == 0 { return place }
                depth -= 1
                if depth == 0 { return place + 1 }
            case Byte.comma where depth == 0: return place
            default: break
            }
            place += 1
        }
        return nil
    }
}
