//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An id that no job has, of the same form as those that jobs have.
struct MadeUpID: Sendable, Hashable {
    /// The form, as `made_up_id` of a profile has it.
    let form: String
    /// An id of that form.
    let sample: String

    /// Creates one like an id; returns `nil` for an id in which nothing seems to be random.
    init?(like id: String) {
        let hex = Self.random(32)
        let uuid = Self.uuid(hex)
        if id.wholeMatch(of: /[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}/) != nil {
            (form, sample) = ("{uuid}", uuid)
        } else if let found = id.firstMatch(of: /[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}/) {
            form = id.replacingCharacters(in: found.range, with: "{uuid}")
            sample = id.replacingCharacters(in: found.range, with: uuid)
        } else if let found = id.firstMatch(of: /[0-9a-f]{32}/) {
            form = id.replacingCharacters(in: found.range, with: "{hex32}")
            sample = id.replacingCharacters(in: found.range, with: hex)
        } else if id.allSatisfy(\.isNumber) {
            (form, sample) = ("{number}", String(UInt32.random(in: 100_000_000...999_999_999)))
        } else if id.utf8.count >= 6 {
            // The front often says of what kind the id is, and where.
            let front = id.prefix { $0.isLetter || $0 == "_" || $0 == "-" }
            let kept = front.count < id.count && front.count <= 8 ? String(front) : ""
            (form, sample) = (kept + "{hex32}", kept + hex)
        } else {
            return nil
        }
    }

    private static func random(_ digits: Int) -> String {
        String((0..<digits).map { _ in "0123456789abcdef".randomElement() ?? "0" })
    }

    private static func uuid(_ hex: String) -> String {
        var parts: [Substring] = []
        var rest = hex[...]
        for length in [8, 4, 4, 4, 12] {
            parts.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return "\(parts[0])-\(parts[1])-4\(parts[2].dropFirst())-a\(parts[3].dropFirst())-\(parts[4])"
    }
}

extension String {
    /// The text with a part replaced.
    fileprivate func replacingCharacters(in range: Range<String.Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
