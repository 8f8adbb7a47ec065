//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import ProbeHistory

/// The pattern of a header in the initiation's response that contains the new job's id, such as `Location:
/// */jobs/{job_id}`.
public struct IDHeader: Sendable, Hashable {
    /// The header's name, in lower case.
    public var name: String
    /// The text before the id; after a `*`, anything may precede it.
    private let prefix: Substring
    private let isAnchored: Bool
    /// True if the id may contain slashes and a query.
    private let isReserved: Bool

    /// True if the id is the whole value, an address.
    var isAddress: Bool { isReserved && isAnchored && prefix.isEmpty }

    /// Parses a pattern; returns `nil` for an invalid one.
    init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        let pattern = parts[1].drop(while: \.isWhitespace)
        let placeholder = pattern.hasSuffix("{+job_id}") ? "{+job_id}" : "{job_id}"
        guard pattern.hasSuffix(placeholder) else { return nil }
        let prefix = pattern.dropLast(placeholder.count)
        name = parts[0].lowercased()
        isReserved = placeholder == "{+job_id}"
        isAnchored = !prefix.hasPrefix("*")
        self.prefix = isAnchored ? prefix : prefix.dropFirst()
        guard !name.isEmpty, !self.prefix.contains("*") else { return nil }
    }

    /// Returns the id; an address of the same origin becomes its path and query.
    ///
    /// - Parameters:
    ///   - headers: The response's headers, names in lower case.
    ///   - url: The URL of the request, the base of a relative address.
    /// - Returns: The id; `nil` when the header is absent, does not match, or leads to another origin.
    func id(in headers: HeaderFields, from url: String) -> String? {
        guard let value = headers[name], !value.isEmpty else { return nil }
        if isAddress { return Self.reference(value, from: url) }
        let text = isReserved ? value[...] : value.prefix { $0 != "?" && $0 != "#" }
        let starts = isAnchored ? [text.startIndex] : Array(text.indices)
        for start in starts where text[start...].hasPrefix(prefix) {
            let id = text[start...].dropFirst(prefix.count)
            guard !id.isEmpty else { continue }
            if isReserved { return String(id) }
            // The status path escapes it again.
            if !id.contains("/") { return id.percentDecoded }
        }
        return nil
    }

    private static func reference(_ value: String, from url: String) -> String? {
        guard let address = Link.resolve(value, from: url), Link.haveSameOrigin(address, url),
            var parts = URLComponents(string: address)
        else { return nil }
        (parts.scheme, parts.host, parts.port, parts.fragment) = (nil, nil, nil, nil)
        // Two slashes would begin a host.
        guard let reference = parts.string, reference.hasPrefix("/"), !reference.hasPrefix("//") else { return nil }
        return reference
    }
}
