//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The way to a deployment, besides its address.
public struct TransportOptions: Sendable {
    /// A PEM file with further certificate authorities to trust; verification is always on.
    public var certificateFile: String?
    /// The addresses of this machine that connections leave from, in turn; empty for the one that the system chooses.
    public var sourceAddresses: [String] = []
    /// The path of a Unix socket that all connections lead to, whatever host the address names.
    public var unixSocket: String?
    /// The number of bytes of a body that are kept; the rest is read and counted.
    public var keptBodyBytes = ReadingLimits.body
    /// The number of bytes that a compressed body may expand to.
    public var expandedBodyBytes = ReadingLimits.unpackedBody

    /// Creates options, by default none.
    public init() {}
}
