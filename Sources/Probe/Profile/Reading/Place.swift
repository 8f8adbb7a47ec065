//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The place of a value in an answer: a member of its JSON, a header field, a cookie, or a part of a text.
public struct Place: Sendable, Hashable, CustomStringConvertible {
    enum Source: Sendable, Hashable {
        case json(JSONPath)
        case header(String)
        case cookie(String)
        case body
    }

    let source: Source
    /// The pattern of the value in the text there; absent where all of it is the value.
    let pattern: TextPattern?

    init(_ source: Source, pattern: TextPattern? = nil) {
        self.source = source
        self.pattern = pattern
    }

    /// The place as it is told to people.
    public var description: String {
        let part = pattern.map { " by `\($0)`" } ?? ""
        return switch source {
        case .json(let path): path.description + part
        case .header(let name): "header \(name)\(part)"
        case .cookie(let name): "cookie \(name)"
        case .body: "text\(part)"
        }
    }

    /// The path into the JSON, if the value stands there.
    var path: JSONPath? { if case .json(let path) = source { path } else { nil } }

    /// The header field that the value stands in; `nil` where it stands in the body.
    var field: String? {
        switch source {
        case .header(let name): name
        case .cookie: "set-cookie"
        case .json, .body: nil
        }
    }

    /// True if the whole body is the value.
    var isWhole: Bool { pattern == nil && path?.isWhole == true }

    /// Returns the value at the place; `nil` without one.
    func value(in answer: Answer) -> JSONValue? {
        if case .json(let path) = source, pattern == nil {
            guard let json = answer.json else { return nil }
            return path.leadsToSeveral
                ? JSONValue.array(path.values(in: json, captured: answer.captured))
                : path.follow(in: json, captured: answer.captured)
        }
        return text(in: answer).flatMap { text in pattern.map { $0.value(in: text) } ?? text }.map { .string($0) }
    }

    /// Returns all values at the place.
    func values(in answer: Answer) -> [JSONValue] {
        if case .json(let path) = source, pattern == nil, path.leadsToSeveral {
            return answer.json.map { path.values(in: $0, captured: answer.captured) } ?? []
        }
        guard let value = value(in: answer) else { return [] }
        return value.array ?? [value]
    }

    private func text(in answer: Answer) -> String? {
        switch source {
        case .json(let path):
            answer.json.flatMap { path.follow(in: $0, captured: answer.captured) }
                .flatMap { $0.string ?? $0.wholeNumber }
        case .header(let name): answer.headers[name]
        case .cookie(let name): answer.headers["set-cookie"].flatMap { Self.cookie(name, in: $0) }
        case .body: answer.body
        }
    }

    /// Returns the value of a cookie; several fields were joined by commas, which may stand in dates, too.
    private static func cookie(_ name: String, in fields: String) -> String? {
        for part in fields.split(whereSeparator: { $0 == "," || $0 == ";" }) {
            let pair = part.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, pair[0].drop(while: \.isWhitespace) == name else { continue }
            return String(pair[1])
        }
        return nil
    }
}

extension JSONValue {
    /// The digits of a whole number, however large; `nil` for anything else.
    var wholeNumber: String? {
        guard case .number(let literal) = self else { return nil }
        let digits = literal.hasPrefix("-") ? literal.dropFirst() : literal[...]
        return digits.utf8.allSatisfy { (0x30...0x39).contains($0) } ? literal : int.map(String.init)
    }
}

extension [Place] {
    /// Returns the first value at any of the places that has the right type.
    func first<Value>(in answer: Answer, as convert: (JSONValue) -> Value?) -> Value? {
        for place in self {
            if let path = place.path, place.pattern == nil, path.leadsToSeveral {
                // Where one value is wanted, the first that is there counts.
                let values = place.values(in: answer)
                if let found = convert(.array(values)) ?? values.lazy.compactMap(convert).first { return found }
            } else if let found = place.value(in: answer).flatMap(convert) {
                return found
            }
        }
        return nil
    }

    /// True if the whole body is the value, before any other place.
    var beginWithWhole: Bool { first?.isWhole == true }
}
