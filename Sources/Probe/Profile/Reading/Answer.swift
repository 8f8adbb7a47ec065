//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// An answer as places are looked up in it.
struct Answer {
    /// The body as text.
    let body: String
    /// The body as JSON, whatever its media type says; absent when it is none.
    let json: JSONValue?
    /// The header fields, names in lower case.
    let headers: HeaderFields
    /// The captured values, by the names that stand for them in paths.
    let captured: [String: String]

    init(body: String, headers: HeaderFields = [:], captured: [String: String] = [:]) {
        self.body = body
        self.headers = headers
        self.captured = captured
        json = JSONValue(parsing: body)
    }

    /// The same answer without its body, which holds something else.
    var withoutBody: Answer { Answer(body: "", headers: headers, captured: captured) }

    /// True if there is nothing in the body.
    var isEmpty: Bool { body.utf8.allSatisfy { $0 == 0x20 || (0x09...0x0D).contains($0) } }

    /// True if the body is JSON that can have members.
    var hasMembers: Bool { json?.object != nil || json?.array != nil }

    /// The paths of all members near the top, for people who look for one; at most so many.
    func members(atMost limit: Int = 12) -> [String] {
        guard let json else { return [] }
        var names: [String] = []
        func add(_ value: JSONValue, _ path: String, depth: Int) {
            guard names.count < limit else { return }
            if let members = value.object, depth < 3, !members.isEmpty {
                for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                    add(member, path + Self.step(name), depth: depth + 1)
                }
            } else if let first = value.array?.first, depth < 3 {
                add(first, path + "[0]", depth: depth + 1)
            } else {
                names.append(path)
            }
        }
        add(json, "$", depth: 0)
        return names
    }

    private static func step(_ name: String) -> String {
        name.utf8.allSatisfy {
            $0 == 0x5F || $0 >= 0x80 || (0x30...0x39).contains($0) || ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A
        }
            ? ".\(name)" : "['\(name)']"
    }
}
