//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Plan {
    /// The section `store`: the look into the deployment's store.
    public struct Store: PlanSection {
        /// The time from one snapshot of a job to the next.
        public var sampleInterval = Duration.milliseconds(500)
        /// The number of foreign keys that the store is filled with while a job is searched for.
        public var foreignKeys = 1_000_000

        package static let name = "store"

        package static let keys: [PlanKey<Self>] = [
            .seconds("sample_interval", \.sampleInterval, in: 0.05...3600),
            .int("foreign_keys", \.foreignKeys, in: 1...10_000_000),
        ]

        /// Creates a section of two snapshots a second.
        public init() {}
    }

    /// The section `store`.
    public var store: Store {
        get { self[Store.self] }
        set { self[Store.self] = newValue }
    }
}
