//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The plan of one simulation: who is there, what clients do, and which faults strike.
///
/// All of it follows from the seed; a reduction leaves something out.
package struct Schedule: Sendable {
    /// A client's scan, from its start to its results.
    struct Visit: Sendable, Hashable {
        /// The client, whose visits follow each other.
        let client: Int
        /// The number of the user, of whom there may be several clients.
        let user: Int
        /// The time before the start.
        let pause: Duration
        /// The number of the filters.
        let filters: Int
        /// A flag that is true if a complete scan is replaced.
        let forces: Bool
        /// A flag that is true if a strategy of the scan kills its process.
        let isPoisoned: Bool
        /// The time between two polls.
        let interval: Duration
        /// A flag that is true if another user tries to read the scan.
        let isPeekedAt: Bool
    }

    /// The seed.
    package let seed: UInt64
    /// The number of nodes.
    var nodes: Int
    /// The number of strategies of a scan.
    var strategies: Int
    /// The lease time.
    var lease: Duration
    /// The typical time that a strategy computes.
    var pace: Duration
    /// The visits.
    var visits: [Visit]
    /// The faults.
    var faults: [Fault]
    /// A flag that is false if whatever becomes ready first runs first.
    var isShuffled = true
    /// A flag that is false if every message takes the same time.
    var isJittered = true

    /// The time at which the faults end at the latest, and everything is healed.
    static let horizon = Duration.seconds(20)

    /// The clients.
    var clients: [Int] { Set(visits.map(\.client)).sorted() }
}
