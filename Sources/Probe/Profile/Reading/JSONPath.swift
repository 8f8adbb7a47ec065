//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A way into a JSON value, such as `progress.percentage` or `detail.0.msg`.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    private let components: [String]

    /// The path as it is written.
    public var description: String { self.isWhole ? Self.whole : self.components.joined(separator: ".") }

    /// Whether the path leads to the value that it begins at.
    var isWhole: Bool { self.components.isEmpty }

    private static let whole = "$"

    /// Creates a path.
    ///
    /// - Parameter text: Names of members and positions in arrays, separated by dots; `$` for the whole value.
    public init(_ text: String) {
        self.components = text == Self.whole ? [] : text.split(separator: ".").map(String.init)
    }

    /// Follows the path.
    ///
    /// - Parameter value: Where the path begins.
    /// - Returns: What the path leads to; `nil` when it leads nowhere.
    public func follow(in value: JSONValue) -> JSONValue? {
        var current = value
        for component in self.components {
            if let member = current[component] {
                current = member
            } else if let elements = current.array, let index = Int(component), elements.indices.contains(index) {
                current = elements[index]
            } else {
                return nil
            }
        }
        return current
    }

    /// Returns a copy of a value in which the value at the path, if there is one, is another.
    func replacing(in value: JSONValue, by replacement: JSONValue) -> JSONValue {
        self.replace(in: value, components: self.components[...], by: replacement)
    }

    private func replace(
        in value: JSONValue,
        components: ArraySlice<String>,
        by replacement: JSONValue
    ) -> JSONValue {
        guard let first = components.first else { return replacement }
        guard case .object(var members) = value, let member = members[first] else { return value }
        members[first] = self.replace(in: member, components: components.dropFirst(), by: replacement)
        return .object(members)
    }
}

extension [JSONPath] {
    /// Returns what the first path leads to that leads to something of the right type.
    func first<Value>(in value: JSONValue, as convert: (JSONValue) -> Value?) -> Value? {
        for path in self {
            if let found = path.follow(in: value).flatMap(convert) { return found }
        }
        return nil
    }
}
