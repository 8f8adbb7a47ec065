//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport

/// A pattern that finds one value in a text, such as `*/jobs/{}`.
///
/// `*` stands for anything, `{}` for the value as one component or word, `{+}` for the value with all that follows.
struct TextPattern: Sendable, Hashable, CustomStringConvertible {
    /// The kind of text, which decides where a value ends.
    enum Kind: Sendable, Hashable {
        /// A header field or a member, matched from its beginning.
        case field
        /// A body, in which the pattern may stand anywhere.
        case body
    }

    let description: String
    private let kind: Kind
    /// The literals before the value, with anything between them.
    private let before: [String]
    /// The literal that follows the value at once; empty where it ends by itself.
    private let after: String
    private let isAnchored: Bool
    private let takesAll: Bool

    /// Parses a pattern; returns `nil` unless it has exactly one value.
    init?(_ text: String, of kind: Kind) {
        let places = text.ranges(of: "{}") + text.ranges(of: "{+}")
        guard places.count == 1, let place = places.first else { return nil }
        description = text
        self.kind = kind
        takesAll = text[place] == "{+}"
        let front = text[..<place.lowerBound]
        isAnchored = kind == .field && !front.hasPrefix("*")
        before = front.split(separator: "*").map(String.init)
        after = String(text[place.upperBound...].prefix { $0 != "*" })
        // Anything between the last literal and the value would make the value's beginning uncertain.
        guard !front.hasSuffix("*") || front == "*" && takesAll, !front.contains("**") else { return nil }
    }

    /// Finds the value; `nil` without one.
    func value(in text: String) -> String? {
        var start = text.startIndex
        for (index, literal) in before.dropLast().enumerated() {
            guard let range = text[start...].firstRange(of: literal) else { return nil }
            if index == 0, isAnchored, range.lowerBound != text.startIndex { return nil }
            start = range.upperBound
        }
        guard let last = before.last else { return end(of: text[start...]) }
        if before.count == 1, isAnchored {
            return text.hasPrefix(last) ? end(of: text.dropFirst(last.count)) : nil
        }
        // The value may not fit after the first occurrence.
        while let range = text[start...].firstRange(of: last) {
            if let value = end(of: text[range.upperBound...]) { return value }
            start = text.index(after: range.lowerBound)
        }
        return nil
    }

    /// Returns the value at the front of a text.
    private func end(of text: Substring) -> String? {
        if !after.isEmpty {
            guard let range = text.firstRange(of: after) else { return nil }
            let value = text[..<range.lowerBound]
            let isWord = takesAll || !value.contains(where: \.isWhitespace)
            return value.isEmpty || !isWord ? nil : String(value)
        }
        if takesAll { return text.isEmpty ? nil : String(text) }
        switch kind {
        case .body:
            let value = text.prefix { !$0.isWhitespace && !"<>\"',;".contains($0) }
            return value.isEmpty ? nil : String(value)
        case .field:
            let value = text.prefix { $0 != "?" && $0 != "#" && !$0.isWhitespace }
            guard !value.isEmpty, !value.contains("/") else { return nil }
            return before.isEmpty ? String(value) : value.percentDecoded
        }
    }
}
