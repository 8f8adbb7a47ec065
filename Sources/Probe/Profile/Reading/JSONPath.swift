//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A path into a JSON value, such as `progress.percentage` or `detail.0.msg`.
public struct JSONPath: Sendable, Hashable, CustomStringConvertible {
    private let components: [String]

    /// The path in its written form.
    public var description: String { isWhole ? Self.whole : components.joined(separator: ".") }

    /// True if the path leads to the root value itself.
    var isWhole: Bool { components.isEmpty }

    private static let whole = "$"

    /// Creates a path.
    ///
    /// - Parameter text: Names of members and positions in arrays, separated by dots; `$` for the whole value.
    public init(_ text: String) {
        components = text == Self.whole ? [] : text.split(separator: ".").map(String.init)
    }

    /// Follows the path.
    ///
    /// - Parameter value: The root value of the path.
    /// - Returns: The value at the path; `nil` without one.
    public func follow(in value: JSONValue) -> JSONValue? {
        var current = value
        for component in components {
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

    /// Returns a copy of a value with the value at the path, if there is one, replaced.
    func replacing(in value: JSONValue, by replacement: JSONValue) -> JSONValue {
        self.replace(in: value, components: components[...], by: replacement)
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
    /// Returns the first value at any of the paths that has the right type.
    func first<Value>(in value: JSONValue, as convert: (JSONValue) -> Value?) -> Value? {
        for path in self {
            if let found = path.follow(in: value).flatMap(convert) { return found }
        }
        return nil
    }
}
