//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport

/// The deployment's address, to which a profile's paths are appended.
public struct Target: Sendable, Hashable, CustomStringConvertible {
    /// The address without a slash at its end.
    private let base: String

    /// The given address without a slash at its end.
    public var description: String { base }

    /// Parses an address.
    ///
    /// - Parameter text: An `http` or `https` URL without credentials, query and fragment.
    /// - Throws: ``ProbeFailure`` with the reason that the address is invalid.
    public init(_ text: String) throws(ProbeFailure) {
        let example = "give an address such as https://scan.example.com"
        guard let parts = URLComponents(string: text), let scheme = parts.scheme, let host = parts.host, !host.isEmpty
        else {
            throw ProbeFailure(.badTarget, "`\(Redactor.redactKeys(text))` is no address of a deployment: \(example)")
        }
        guard Self.hasPossiblePort(parts) else {
            throw ProbeFailure(
                .badTarget,
                "`\(Redactor.redactKeys(text))` has an impossible port, which is a number from 1 to 65535"
            )
        }
        guard ["http", "https"].contains(scheme.lowercased()) else {
            throw ProbeFailure(.badTarget, "`\(scheme)` is not spoken here: \(example)")
        }
        guard parts.user == nil, parts.password == nil else {
            throw ProbeFailure(
                .badTarget,
                "credentials do not belong into the address: use --email and --password-file"
            )
        }
        guard parts.query == nil, parts.fragment == nil else {
            throw ProbeFailure(.badTarget, "`\(Redactor.redactKeys(text))` has a query or a fragment: \(example)")
        }
        base = String(text.reversed().drop { $0 == "/" }.reversed())
    }

    /// Returns true unless the address has a port outside of TCP's range, which nothing can listen on.
    private static func hasPossiblePort(_ parts: URLComponents) -> Bool {
        if let port = parts.port { return (1...65_535).contains(port) }
        // A number beyond 64 bits is no port to the library, but there are digits all the same.
        guard let authority = parts.string?.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first,
            let colon = authority.lastIndex(of: ":"), authority[colon...].dropFirst().contains(where: \.isNumber)
        else { return true }
        return authority[colon...].contains("]")
    }

    /// Returns the absolute URL of a path of the API.
    ///
    /// The base path is not added to an address that already ends in it.
    ///
    /// - Parameters:
    ///   - path: The path below the base path, `{job_id}` standing for the id and `{+job_id}` for the id with its
    ///     slashes; a path that is `{+job_id}` alone is an address by itself.
    ///   - basePath: The profile's base path.
    ///   - jobID: The id; as `{job_id}` it is escaped as one path component.
    /// - Returns: The absolute URL.
    func url(path: String, basePath: String, jobID: String? = nil) -> String {
        let id = jobID ?? ""
        if path == "{+job_id}", let address = follow(AddressText.escapeReserved(id), from: base) {
            return address
        }
        let root = !basePath.isEmpty && base.hasSuffix(basePath) ? base : base + basePath
        return root
            + path.replacingBytes(of: "{job_id}", with: AddressText.escape(id))
            .replacingBytes(of: "{+job_id}", with: AddressText.escapeReserved(id))
    }

    /// Returns the absolute URL of a path of the API with an id that is already escaped, or wrongly so.
    ///
    /// - Parameters:
    ///   - path: The path below the base path, `{job_id}` or `{+job_id}` standing for the id.
    ///   - basePath: The profile's base path.
    ///   - rawJobID: The text in the place of the id; it is not escaped again.
    /// - Returns: The absolute URL.
    func url(path: String, basePath: String, rawJobID: String) -> String {
        self.url(
            path: path.replacingBytes(of: "{job_id}", with: rawJobID)
                .replacingBytes(of: "{+job_id}", with: rawJobID),
            basePath: basePath
        )
    }

    /// Returns the absolute URL of a path at the deployment's root, without the base path.
    func url(rootPath: String, basePath: String) -> String {
        let isBelow = !basePath.isEmpty && base.hasSuffix(basePath)
        return (isBelow ? String(base.dropLast(basePath.count)) : base) + rootPath
    }

    /// Resolves a link of a response according to RFC 3986 §5.
    ///
    /// - Returns: The absolute URL, or `nil` when the link is invalid or leads to another origin.
    func follow(_ link: String, from url: String) -> String? {
        Link.resolve(link, from: url).flatMap { Link.haveSameOrigin($0, url) ? $0 : nil }
    }
}
