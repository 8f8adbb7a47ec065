//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Plan {
    /// The section `isolation`: the repetition of probes that a deployment has to refuse.
    public struct Isolation: PlanSection {
        /// The number of times that each probe is sent; each on a fresh connection, to reach every worker.
        public var probes = 2

        package static let name = "isolation"

        package static let keys: [PlanKey<Self>] = [.int("probes", \.probes, in: 0...10_000)]

        /// Creates a section of two probes each.
        public init() {}
    }

    /// The section `isolation`.
    public var isolation: Isolation {
        get { self[Isolation.self] }
        set { self[Isolation.self] = newValue }
    }
}
