//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Why something cannot be signed, or why a sign-off does not hold: one line, without secrets.
public struct SignOffFailure: Error, Hashable, CustomStringConvertible {
    /// The kinds of failure that a caller treats differently.
    public enum Kind: Sendable, Hashable {
        /// The sign-off was looked at, and does not hold.
        case refused
        /// A key or a file cannot be used, so that nothing can be said.
        case unusable
    }

    /// The kind of failure.
    public var kind: Kind
    /// What is wrong and what to do about it, in one line.
    public var message: String

    /// The message.
    public var description: String { self.message }

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
