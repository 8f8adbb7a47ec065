//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Why a deployment could not be tested at all: one line that says what to do.
///
/// A failing deployment is not a failure of this kind; it is what a run is for.
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

        /// The address given is no address of a deployment.
        public static var badTarget: Code { Code(kind: .badTarget) }
        /// The profile cannot be used.
        public static var badProfile: Code { Code(kind: .badProfile) }
        /// The plan cannot be used.
        public static var badPlan: Code { Code(kind: .badPlan) }
        /// The list of known failures cannot be used.
        public static var badKnownFailures: Code { Code(kind: .badKnownFailures) }
        /// The credentials are missing or cannot be read.
        public static var badCredentials: Code { Code(kind: .badCredentials) }
        /// What an operator was to give, such as a store's address or a log, cannot be used.
        public static var badAccess: Code { Code(kind: .badAccess) }
        /// Nothing answered.
        public static var unreachable: Code { Code(kind: .unreachable) }
        /// The connection could not be secured.
        public static var tls: Code { Code(kind: .tls) }
        /// The deployment did not let the prober in.
        public static var loginRefused: Code { Code(kind: .loginRefused) }
        /// What the run found could not be written.
        public static var output: Code { Code(kind: .output) }
    }

    /// The kind of failure.
    public var code: Code
    /// What happened and what to do about it, in one line without secrets.
    public var message: String

    /// The message.
    public var description: String { self.message }

    /// Creates a failure.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - message: What happened and what to do about it; line breaks become spaces.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
