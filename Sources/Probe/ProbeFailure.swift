//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The reason that a deployment could not be tested at all, with advice in one line.
///
/// A failing deployment is not a failure of this kind; the run's report describes it.
public struct ProbeFailure: Error, Hashable, CustomStringConvertible {
    /// The kinds of failure that a caller may treat differently.
    public struct Code: Sendable, Hashable {
        private enum Kind {
            case badTarget
            case badProfile
            case badPlan
            case badKnownFailures
            case badCredentials
            case badAccess
            case unreachable
            case tls
            case loginRefused
            case output
        }

        private let kind: Kind

        /// The given address is not a valid deployment address.
        public static var badTarget: Code { Code(kind: .badTarget) }
        /// The profile cannot be used.
        public static var badProfile: Code { Code(kind: .badProfile) }
        /// The plan cannot be used.
        public static var badPlan: Code { Code(kind: .badPlan) }
        /// The list of known failures cannot be used.
        public static var badKnownFailures: Code { Code(kind: .badKnownFailures) }
        /// The credentials are missing or cannot be read.
        public static var badCredentials: Code { Code(kind: .badCredentials) }
        /// The operator's access, such as a store's address or a log, cannot be used.
        public static var badAccess: Code { Code(kind: .badAccess) }
        /// There was no response.
        public static var unreachable: Code { Code(kind: .unreachable) }
        /// The connection could not be secured.
        public static var tls: Code { Code(kind: .tls) }
        /// The deployment rejected the login.
        public static var loginRefused: Code { Code(kind: .loginRefused) }
        /// The history or report could not be written.
        public static var output: Code { Code(kind: .output) }
    }

    /// The kind of failure.
    public var code: Code
    /// The message with advice, in one line without secrets.
    public var message: String

    /// The message.
    public var description: String { message }

    /// Creates a failure.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: The message with advice; line breaks become spaces.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
