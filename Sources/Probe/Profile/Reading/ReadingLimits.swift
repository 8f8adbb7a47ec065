//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The bounds of what is read and recorded of a response, whatever a deployment sends.
///
/// Each number bounds one answer; ``EvidenceBudget`` bounds their sum. How many requests there are is the plan's to say:
/// none of their numbers comes from an answer. Connections are as many as requests that run at the same time, and each
/// link is followed once.
public enum ReadingLimits {
    /// The maximum part of a body that is read, in bytes; the rest is only counted.
    public static let body = 8 << 20
    /// The maximum size to which a packed body may unpack, in bytes; a larger one is no answer.
    public static let unpackedBody = 64 << 20
    /// The maximum size of all bodies that are being read and parsed at the same time, in bytes.
    static let bodiesAtOnce = 32 << 20
    /// The longest id or link that is taken for one, in bytes.
    static let name = 4096
    /// The longest token that a login may give, in bytes.
    static let token = 16 << 10
    /// The longest word for a state that is kept, in bytes.
    static let word = 256
    /// The longest message that is kept, in bytes.
    static let message = 4096
    /// The longest value of a header field that is kept, in bytes.
    static let field = 4096
    /// The maximum size of all header fields of a response, in bytes; the shortest fields are kept first.
    static let fields = 16 << 10
    /// The number of items of a page that are told apart.
    static let itemsOfPage = 1000
    /// The number of pages of one results read.
    static let pages = 100
    /// The longest key of the store that is kept, in bytes.
    static let storeKey = 1024
    /// The body up to which an answer is always kept whole, in bytes.
    static let smallBody = 1024
    /// The number of characters that are kept of a body that is cut.
    static let excerpt = 400
    /// The largest whole number that an answer can count with; a larger one is none.
    static let count = 1_000_000_000_000_000_000

    /// Shortens a text, with a sign that there was more.
    static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.startIndex, offsetBy: bytes)
        // Between two characters, or what is left is no text.
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return text[..<end] + "…"
    }

    /// Shortens header fields: each of them, and all together.
    static func cut(_ headers: HeaderFields) -> HeaderFields {
        var size = 0
        for (name, value) in headers { size += name.utf8.count + value.utf8.count }
        if size <= field { return headers }
        var room = fields
        var kept: [String: String] = [:]
        for (name, value) in headers.sorted(by: {
            ($0.value.utf8.count, $0.key) < ($1.value.utf8.count, $1.key)
        }) {
            let value = self.cut(value, to: field)
            room -= name.utf8.count + value.utf8.count
            guard room >= 0 else { break }
            kept[name] = value
        }
        return HeaderFields(kept)
    }
}
