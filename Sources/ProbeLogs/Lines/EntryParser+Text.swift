//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The parsing of lines of text: logfmt, access logs, and what platforms put in front.
extension EntryParser {
    mutating func text(_ bytes: Span<UInt8>, _ line: Range<Int>, depth: Int) {
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
