//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import Probe

/// A line as an example: its time, its worker, and its words without secrets.
public struct LogExample: Sendable, Hashable, Codable {
    /// The time, ISO 8601 in UTC with milliseconds; absent for a line without one.
    public var time: String?
    /// The worker, if the line names one.
    public var worker: String?
    /// The name of the log.
    public var file: String
    /// The number of the line in its log, from 1.
    public var line: Int
    /// The message and its fields, harmless in a terminal and without secrets.
    public var text: String

    /// The maximum number of characters of a text.
    static let longest = 600
}

/// The writing of lines for people, the same for every shape of a line.
enum LineDescription {
    /// Returns the message and the other fields, sorted by name.
    static func text(_ bytes: Span<UInt8>, _ entry: Entry, _ fields: [Entry.Field]) -> String {
        var text = value(bytes, clamped(entry.message, bytes), isEscaped: entry.isMessageEscaped)
        let shown = fields.prefix(64).compactMap { field -> (String, String)? in
            switch field.role {
            case .time, .level, .message, .worker, .label, .instance: return nil
            default:
                let key = LineText.decoded(bytes, field.key)
                return (key, isSecret(key) ? "***" : value(bytes, field.value, isEscaped: field.isEscaped))
            }
        }
        for (key, value) in shown.sorted(by: { $0.0 < $1.0 }) { text += " \(key)=\(value)" }
        return safe(text)
    }

    /// Returns a text without secrets, harmless in a terminal, and cut.
    static func safe(_ text: String) -> String {
        let masked = maskedPairs(SecretMask.masking(String(text.prefix(4 * LogExample.longest)))).harmless()
        return masked.count > LogExample.longest ? "\(masked.prefix(LogExample.longest))…" : masked
    }

    private static func clamped(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Range<Int> {
        range.lowerBound..<min(range.upperBound, range.lowerBound + 8 * LogExample.longest)
    }

    private static func value(_ bytes: Span<UInt8>, _ range: Range<Int>, isEscaped: Bool) -> String {
        let range = clamped(range, bytes)
        guard isEscaped else { return LineText.decoded(bytes, range) }
        var plain: [UInt8] = []
        LineText.unescape(bytes, range, into: &plain)
        return String(decoding: plain, as: UTF8.self)
    }

    private static func isSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        return key != "token_type"
            && ["password", "passwd", "secret", "token", "authorization", "cookie", "apikey", "api_key", "credential"]
                .contains { key.contains($0) }
    }

    /// Masks what stands behind a word that names a secret, within a message.
    private static func maskedPairs(_ text: String) -> String {
        let secret =
            #/(?i)\b(password|passwd|secret|token|api[_-]?key|authorization:?\s*(?:bearer|basic)|bearer)("?\s*[=: ]\s*"?)(?!\*\*\*)[^\s"',;&]{6,}/#
        return text.replacing(secret) { "\($0.output.1)\($0.output.2)***" }
    }
}
