//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parser of log lines in every shape: JSON, logfmt, and text behind what platforms put in front of it.
///
/// Shapes may be nested: a JSON line in the `log` of Docker, a line with its own time behind that of Heroku. What the
/// innermost line says has priority, since the program knows better than the platform.
struct EntryParser {
    var workers = NameTable()
    /// The fields of the last line.
    private(set) var fields: [Entry.Field] = []
    /// The bytes that the last line's places refer to, if they are not those of the line itself.
    private(set) var unwrapped: [UInt8] = []
    private(set) var isUnwrapped = false

    var times: LineTime
    var roles: FieldRoles
    private var entry = Entry()
    /// The number of the last field whose value stood in quotes.
    private var quoted = -1
    private static let deepest = 4

    init(year: Int, roles: FieldRoles = FieldRoles()) {
        times = LineTime(year: year)
        self.roles = roles
        fields.reserveCapacity(64)
    }

    /// Parses a line.
    mutating func parse(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Entry {
        entry = Entry()
        isUnwrapped = false
        parse(bytes, line, depth: 0)
        return entry
    }

    private mutating func parse(_ bytes: Span<UInt8>, _ line: Range<Int>, depth: Int) {
        fields.removeAll(keepingCapacity: true)
        entry.text = line
        entry.message = line
        entry.isMessageEscaped = false
        quoted = -1
        var start = line.lowerBound
        while start < line.upperBound, Byte.isSpace(bytes[start]) { start += 1 }
        guard start < line.upperBound else { return }
        if bytes[start] == Byte.leftBrace {
            object(bytes, start..<line.upperBound, depth: depth)
        } else {
            text(bytes, start..<line.upperBound, depth: depth)
        }
    }

    private mutating func setWorker(_ bytes: Span<UInt8>, _ range: Range<Int>, rank: UInt8) {
        guard !range.isEmpty, rank >= entry.workerRank else { return }
        entry.worker = workers.number(bytes, range)
        entry.workerRank = rank
    }

    /// Uses the name of a logger, such as `scan-server[2]`: what stands in brackets is the worker.
    private mutating func setLabel(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let last = range.last, bytes[last] == Byte.rightBracket else { return }
        var open = last
        while open > range.lowerBound, bytes[open] != Byte.leftBracket { open -= 1 }
        if bytes[open] == Byte.leftBracket { setWorker(bytes, open + 1..<last, rank: 3) }
    }

    private static func level(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Entry.Level {
        guard (1...11).contains(range.count) else { return .unknown }
        // Numbers of pino and bunyan.
        if Byte.isDigit(bytes[range.lowerBound]), range.count == 2 {
            switch bytes[range.lowerBound] {
            case UInt8(ascii: "1"), UInt8(ascii: "2"): return .debug
            case UInt8(ascii: "3"): return .info
            case UInt8(ascii: "4"): return .warning
            case UInt8(ascii: "5"), UInt8(ascii: "6"): return .error
            default: return .unknown
            }
        }
        var key: UInt64 = 0
        for place in range.prefix(8) { key = key << 8 | UInt64(bytes[place] | 32) }
        return Self.levels[key] ?? .unknown
    }

    private static let levels: [UInt64: Entry.Level] = {
        let words: [(Entry.Level, [String])] = [
            (.debug, ["trace", "debug", "verbose", "dbg"]), (.info, ["info", "notice", "default", "inf"]),
            (.warning, ["warn", "warning", "wrn"]),
            (.error, ["error", "err", "critical", "fatal", "alert", "emergency", "panic", "crit", "emerg", "severe"]),
        ]
        var table: [UInt64: Entry.Level] = [:]
        for (level, names) in words {
            for name in names { table[name.utf8.prefix(8).reduce(0) { $0 << 8 | UInt64($1 | 32) }] = level }
        }
        return table
    }()
}

// MARK: - Fields

extension EntryParser {
    /// Uses a field by its role; the message is used at the end.
    private mutating func use(_ bytes: Span<UInt8>, _ field: Entry.Field) {
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

    /// Uses the message, and looks into it if it is a line of its own.
    private mutating func unwrap(_ bytes: Span<UInt8>, _ found: Entry.Field, depth: Int) {
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

// MARK: - JSON

extension EntryParser {
    private mutating func object(_ bytes: Span<UInt8>, _ line: Range<Int>, depth: Int) {
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
    private mutating func guess(_ bytes: Span<UInt8>, hasTime: Bool, _ message: inout Entry.Field?) {
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

    private mutating func broken(_ bytes: Span<UInt8>, _ line: Range<Int>) {
        entry.isBroken = true
        entry.message = line
    }

    /// Returns the place of the quote that ends a string, and whether it has escapes.
    private static func stringEnd(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> (end: Int, isEscaped: Bool)? {
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

// MARK: - Text

extension EntryParser {
    private mutating func text(_ bytes: Span<UInt8>, _ line: Range<Int>, depth: Int) {
        var place = line.lowerBound
        let end = line.upperBound
        // The priority of syslog, RFC 5424 and 3164.
        if bytes[place] == UInt8(ascii: "<") {
            var close = place + 1
            while close < end, Byte.isDigit(bytes[close]) { close += 1 }
            if close < end, bytes[close] == UInt8(ascii: ">"), close > place + 1 {
                place = close + 1
                if place + 1 < end, Byte.isDigit(bytes[place]), bytes[place + 1] == Byte.space { place += 2 }
            }
        }
        var hasTime = false
        let isBracketed = place < end && bytes[place] == Byte.leftBracket
        let timeStart = isBracketed ? place + 1 : place
        if let (time, after) = times.parse(bytes, at: timeStart, to: end) {
            var next = after
            if isBracketed, next < end, bytes[next] == Byte.rightBracket { next += 1 }
            // A number that merely begins a text is none.
            if next == end || Byte.isSpace(bytes[next]) || isBracketed {
                entry.time = time
                hasTime = true
                place = next
            }
        } else if let next = accessLine(bytes, place..<end) {
            entry.message = line
            entry.text = next..<end
            return
        }
        while place < end, Byte.isSpace(bytes[place]) { place += 1 }
        // Patterns may have the program's name.
        let start = place
        if hasTime {
            place = front(
                bytes,
                place,
                end,
                isSyslog: Byte.isLetter(bytes[timeStart]) || line.lowerBound < timeStart && !isBracketed
            )
            // Behind what the platform wrote, the program's own line.
            if depth < Self.deepest, place < end {
                let byte = bytes[place]
                if byte == Byte.leftBrace { return parse(bytes, place..<end, depth: depth + 1) }
                let inner = byte == Byte.leftBracket ? place + 1 : place
                if Byte.isDigit(byte) || byte == Byte.leftBracket, times.parse(bytes, at: inner, to: end) != nil,
                    end - place > 16
                {
                    return parse(bytes, place..<end, depth: depth + 1)
                }
            }
        }
        entry.text = start..<end
        pairs(bytes, place..<end)
    }

    /// Passes what stands between time and message: stream, host, level, program and worker.
    private mutating func front(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isSyslog: Bool) -> Int {
        var place = start
        for position in 0..<6 {
            var tokenEnd = place
            while tokenEnd < end, !Byte.isSpace(bytes[tokenEnd]) { tokenEnd += 1 }
            guard tokenEnd > place, tokenEnd - place < 120, bytes[place] != Byte.leftBrace else { return place }
            var token = place..<tokenEnd
            var next = tokenEnd
            while next < end, Byte.isSpace(bytes[next]) { next += 1 }
            // Kubernetes: stream and tag.
            if position == 0, Self.isStream(bytes, token) {
                guard next + 1 < end, bytes[next] == UInt8(ascii: "F") || bytes[next] == UInt8(ascii: "P") else {
                    return next
                }
                return next + 1 < end && bytes[next + 1] == Byte.space ? next + 2 : next
            }
            let hasColon = bytes[tokenEnd - 1] == Byte.colon
            if hasColon { token = place..<tokenEnd - 1 }
            guard let last = token.last else { return place }
            let isBracketed = bytes[token.lowerBound] == Byte.leftBracket && bytes[last] == Byte.rightBracket
            let word = isBracketed ? token.lowerBound + 1..<last : token
            let level = Self.level(bytes, word)
            if level != .unknown, !Byte.isDigit(bytes[word.lowerBound]) {
                entry.level = level
            } else if isBracketed {
                // A process id in brackets, as of gunicorn.
                setWorker(bytes, word, rank: 1)
            } else if bytes[last] == Byte.rightBracket {
                setLabel(bytes, token)
                if hasColon { return next }
            } else if hasColon {
                return Self.isName(bytes, token) ? next : place
            } else if position == 0 || position == 1, Self.isLabelAhead(bytes, next, end, isSyslog: isSyslog) {
                // The host of syslog, or the name of a log stream.
                setWorker(bytes, token, rank: 1)
            } else {
                return place
            }
            place = next
        }
        return place
    }

    /// Returns true if a program's name with a colon follows, or a JSON line.
    ///
    /// A name without brackets is one in lines of syslog only: elsewhere it may be a word of the message.
    private static func isLabelAhead(_ bytes: Span<UInt8>, _ start: Int, _ end: Int, isSyslog: Bool) -> Bool {
        guard start < end else { return false }
        if bytes[start] == Byte.leftBrace { return true }
        var place = start
        while place < end, place - start < 80, !Byte.isSpace(bytes[place]) { place += 1 }
        return place > start + 1 && bytes[place - 1] == Byte.colon
            && (bytes[place - 2] == Byte.rightBracket || isSyslog && isName(bytes, start..<place - 1))
    }

    private static func isName(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        !range.isEmpty && range.allSatisfy { Byte.isName(bytes[$0]) || bytes[$0] == Byte.slash }
    }

    private static let streams = [Array("stdout".utf8), Array("stderr".utf8)]

    private static func isStream(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        range.count == 6
            && streams.contains { word in word.indices.allSatisfy { bytes[range.lowerBound + $0] == word[$0] } }
    }

    /// Parses the words of a message and the pairs behind it, as `key=value`; a value may have spaces.
    private mutating func pairs(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        let end = range.upperBound
        var messageEnd = end
        var place = range.lowerBound
        var isInValue = false
        while place < end {
            let byte = bytes[place]
            guard byte == Byte.equals, place > range.lowerBound, place + 1 <= end else {
                place += 1
                continue
            }
            var keyStart = place
            while keyStart > range.lowerBound, Byte.isName(bytes[keyStart - 1]) { keyStart -= 1 }
            let isKey = keyStart < place && (keyStart == range.lowerBound || Byte.isSpace(bytes[keyStart - 1]))
            guard isKey, !(Byte.isDigit(bytes[keyStart])) else {
                place += 1
                continue
            }
            if isInValue { closeValue(bytes, at: keyStart) } else { messageEnd = keyStart }
            isInValue = true
            var field = Entry.Field(
                key: keyStart..<place,
                value: place + 1..<end,
                role: roles.role(bytes, keyStart..<place)
            )
            place += 1
            if place < end, bytes[place] == Byte.quote,
                let (valueEnd, isEscaped) = Self.stringEnd(bytes, place + 1, end),
                valueEnd + 1 == end || Byte.isSpace(bytes[valueEnd + 1])
            {
                field.value = place + 1..<valueEnd
                field.isEscaped = isEscaped
                isInValue = false
                place = valueEnd + 1
            }
            fields.append(field)
            if !isInValue {
                // The next pair does not end this value.
                isInValue = true
                fields[fields.count - 1].value = field.value
                quoted = fields.count - 1
            }
        }
        if isInValue { closeValue(bytes, at: end) }
        while messageEnd > range.lowerBound, Byte.isSpace(bytes[messageEnd - 1]) { messageEnd -= 1 }
        entry.message = range.lowerBound..<messageEnd
        let hasWords = messageEnd > range.lowerBound
        for field in fields where field.role != .message || !hasWords { use(bytes, field) }
        if !hasWords, !fields.contains(where: { $0.role == .message }) { entry.message = range }
    }

    private mutating func closeValue(_ bytes: Span<UInt8>, at end: Int) {
        guard var field = fields.last, quoted != fields.count - 1 else { return }
        var valueEnd = end
        while valueEnd > field.value.lowerBound, Byte.isSpace(bytes[valueEnd - 1]) { valueEnd -= 1 }
        field.value = field.value.lowerBound..<valueEnd
        fields[fields.count - 1] = field
    }

    /// Parses a line of a web server, `ADDRESS - - [28/Nov/2026:21:35:48 +0000] "GET /path HTTP/1.1" 200 123`.
    private mutating func accessLine(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int? {
        var place = line.lowerBound
        let limit = min(line.upperBound, place + 120)
        while place < limit, bytes[place] != Byte.leftBracket { place += 1 }
        guard place + 1 < limit, let (time, after) = times.parse(bytes, at: place + 1, to: line.upperBound),
            after + 3 < line.upperBound, bytes[after] == Byte.rightBracket
        else { return nil }
        place = after + 1
        while place < line.upperBound, bytes[place] != Byte.quote { place += 1 }
        guard place < line.upperBound, let (quote, _) = Self.stringEnd(bytes, place + 1, line.upperBound) else {
            return nil
        }
        entry.time = time
        var word = place + 1
        var parts: [Range<Int>] = []
        while word < quote, parts.count < 2 {
            var next = word
            while next < quote, bytes[next] != Byte.space { next += 1 }
            parts.append(word..<next)
            word = next + 1
        }
        if parts.count == 2 {
            entry.method = parts[0]
            entry.path = parts[1]
        }
        var digits = quote + 1
        while digits < line.upperBound, Byte.isSpace(bytes[digits]) { digits += 1 }
        let status = Entry.Field(
            key: 0..<0,
            value: digits..<min(digits + 3, line.upperBound),
            role: .status
        )
        use(bytes, status)
        return line.lowerBound
    }
}
