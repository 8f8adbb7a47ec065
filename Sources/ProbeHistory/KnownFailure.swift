//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A requirement that the deployment is known not to meet, with the reason and an expiry date.
///
/// Lists of known failures are written in YAML. Source: `Conformance/Contract/judging.md#known-failures`.
public struct KnownFailure: Codable, Sendable, Hashable, Identifiable {
    /// The requirement's id.
    public var id: String
    /// The reason for accepting the failure, for people.
    public var reason: String
    /// The last valid day, an ISO 8601 date in UTC such as `2026-12-31`.
    public var expires: String

    /// Creates a known failure.
    ///
    /// - Parameters:
    ///   - id: The requirement's id.
    ///   - reason: The reason for accepting the failure.
    ///   - expires: The last valid day, an ISO 8601 date in UTC.
    public init(id: String, reason: String, expires: String) {
        self.id = id
        self.reason = reason
        self.expires = expires
    }

    /// Returns true if the last valid day is before a day, which is an ISO 8601 date or begins with one.
    public func isExpired(on day: String) -> Bool { expires < day.prefix(10) }
}
