//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The reason that signing failed or that a sign-off is invalid, in one line without secrets.
public struct SignOffFailure: Error, Hashable, CustomStringConvertible {
    /// The kinds of failure that a caller treats differently.
    public enum Kind: Sendable, Hashable {
        /// The sign-off was verified and is invalid.
        case refused
        /// A key or a file cannot be used, so that nothing was verified.
        case unusable
    }

    /// The kind of failure.
    public var kind: Kind
    /// The message with advice, in one line.
    public var message: String

    /// The message.
    public var description: String { message }

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
