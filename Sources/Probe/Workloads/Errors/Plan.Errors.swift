//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Plan {
    /// The section `errors`: requests that a deployment has to refuse with an error.
    public struct Errors: PlanSection {
        /// The number of times that each bad input is sent, each on its own connection.
        public var negativeProbes = 0
        /// The number of initiations that are sent at once to exceed the rate limit.
        public var burst = 0

        package static let name = "errors"

        package static let keys: [PlanKey<Self>] = [
            .int("negative_probes", \.negativeProbes, in: 0...1000),
            .int("burst", \.burst, in: 0...1000),
        ]

        /// Creates a section without such requests.
        public init() {}
    }

    /// The section `errors`.
    public var errors: Errors {
        get { self[Errors.self] }
        set { self[Errors.self] = newValue }
    }
}
