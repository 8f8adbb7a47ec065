//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory

/// The shapes in which programs write lines and platforms export them.
enum LogShape: String, CaseIterable {
    case human, logfmt, docker, kubernetes, heroku, render, journald, syslog, cloudwatch

    /// Returns a line of scan-server, which is JSON, in the shape.
    func line(_ json: String) throws -> String {
        guard let record = JSONValue(parsing: json)?.object, let time = record["time"]?.string,
            let date = try? Date(time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        else { throw CocoaError(.coderReadCorrupt) }
        let micros = time.dropLast()
        let day = Self.formatted(date, "MMM dd")
        switch self {
        case .human: return Self.human(record)
        case .logfmt: return Self.logfmt(record)
        case .docker: return Self.object(["log": "\(json)\n", "stream": "stderr", "time": "\(micros)123456Z"])
        case .kubernetes: return "\(micros)123456Z stderr F \(Self.human(record))"
        case .heroku: return "\(micros)123+00:00 app[web.1]: \(Self.human(record))"
        case .render: return "\(day) \(Self.formatted(date, "hh:mm:ss a"))  \(json)"
        case .journald: return "\(time.prefix(19))+0000 host scan-server[4711]: \(json)"
        case .syslog: return "<12>\(day) \(time.dropFirst(11).prefix(8)) host scan-server[4711]: \(Self.human(record))"
        case .cloudwatch:
            let millis = Int((date.timeIntervalSince1970 * 1000).rounded())
            return Self.object(["timestamp": "\(millis)", "message": json, "logStreamName": "app/1"])
        }
    }

    private static let front: Set<String> = ["time", "level", "label", "message"]

    private static func human(_ record: [String: JSONValue]) -> String {
        func value(_ key: String) -> String { record[key]?.string ?? "" }
        let fields = record.keys.filter { !front.contains($0) }.sorted().map { " \($0)=\(value($0))" }.joined()
        return "\(value("time")) \(value("level")) \(value("label")): \(value("message"))\(fields)"
    }

    private static func logfmt(_ record: [String: JSONValue]) -> String {
        let names = [("ts", "time"), ("level", "level"), ("msg", "message"), ("logger", "label")]
        let others = record.keys.filter { !front.contains($0) }.sorted().map { ($0, $0) }
        return (names + others).map { name, key in
            let value = record[key]?.string ?? ""
            let isPlain = !value.contains { " \"=".contains($0) } && !value.isEmpty
            return
                "\(name)=\(isPlain ? value : "\"\(value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"")"
        }.joined(separator: " ")
    }

    private static func object(_ members: [String: String]) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: (try? encoder.encode(members)) ?? Data(), as: UTF8.self)
    }

    private static func formatted(_ date: Date, _ format: String) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = format
        return formatter.string(from: date)
    }
}
