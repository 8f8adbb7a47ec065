//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A log line, as JSON or in the text format of `scan-server`: `TIME LEVEL LABEL: MESSAGE KEY=VALUE …`.
enum LogLine {
    /// Parses a line; returns `nil` for one of another form.
    static func parse(_ line: some StringProtocol) -> LogRecord? {
        let line = String(line)
        return line.hasPrefix("{") ? json(line) : human(line)
    }

    private static func json(_ line: String) -> LogRecord? {
        guard var members = JSONValue(parsing: line)?.object else { return nil }
        let key = ["message", "msg", "event"].first { members[$0]?.string != nil }
        guard let key, let message = members.removeValue(forKey: key)?.string else { return nil }
        let level = members.removeValue(forKey: "level")?.string?.lowercased()
        return LogRecord(
            message: message,
            level: level,
            metadata: members.mapValues { $0.string ?? $0.canonicalText }
        )
    }

    private static func human(_ line: String) -> LogRecord? {
        let head = #/^\S+ (?<level>\w+) [^:\s]+: (?<rest>.*)$/#
        guard let match = try? head.wholeMatch(in: line) else { return nil }
        let rest = match.rest
        // A value may hold spaces: it ends where the next key begins.
        let fields = rest.matches(of: #/ (?<key>[A-Za-z_][A-Za-z0-9_.\-]*)=/#)
        var metadata: [String: String] = [:]
        for (index, field) in fields.enumerated() {
            let end = index + 1 < fields.count ? fields[index + 1].range.lowerBound : rest.endIndex
            metadata[String(field.key)] = String(rest[field.range.upperBound..<end])
        }
        return LogRecord(
            message: String(rest[..<(fields.first?.range.lowerBound ?? rest.endIndex)]),
            level: match.level.lowercased(),
            metadata: metadata
        )
    }
}
