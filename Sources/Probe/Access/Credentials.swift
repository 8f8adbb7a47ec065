//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The credentials of a user.
///
/// Descriptions never show the secret, so that none ends up in a log by accident.
public enum Credentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Signs in with the profile's login.
    case password(email: String, password: String)
    /// Uses a token that was obtained elsewhere.
    case token(String)

    /// The largest file with a password or token that is read, in bytes.
    package static let largestFile = 64 << 10

    /// The kind of the credentials.
    public var description: String {
        switch self {
        case .password(let email, _): "password of \(email)"
        case .token: "token"
        }
    }

    /// The kind of the credentials.
    public var debugDescription: String { description }

    /// A mirror without the secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
