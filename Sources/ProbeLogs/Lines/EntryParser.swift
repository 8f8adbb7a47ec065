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
    var fields: [Entry.Field] = []
    /// The bytes that the last line's places refer to, if they are not those of the line itself.
    var unwrapped: [UInt8] = []
    var isUnwrapped = false

    var times: LineTime
    var roles: FieldRoles
    var entry = Entry()
    /// The number of the last field whose value stood in quotes.
    var quoted = -1
    static let deepest = 4

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

    mutating func parse(_ bytes: Span<UInt8>, _ line: Range<Int>, depth: Int) {
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

    mutating func setWorker(_ bytes: Span<UInt8>, _ range: Range<Int>, rank: UInt8) {
        guard !range.isEmpty, rank >= entry.workerRank else { return }
        entry.worker = workers.number(bytes, range)
        entry.workerRank = rank
    }

    /// Uses the name of a logger, such as `scan-server[2]`: what stands in brackets is the worker.
    mutating func setLabel(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard let last = range.last, bytes[last] == Byte.rightBracket else { return }
        var open = last
        while open > range.lowerBound, bytes[open] != Byte.leftBracket { open -= 1 }
        if bytes[open] == Byte.leftBracket { setWorker(bytes, open + 1..<last, rank: 3) }
    }

    static func level(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Entry.Level {
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
