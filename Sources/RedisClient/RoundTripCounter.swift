//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Metrics
import Synchronization

/// A counter of a client's writes, each of which costs one round trip.
final class RoundTripCounter: Sendable {
    private let count = Atomic<Int>(0)
    private let counter = Counter(label: "redis_round_trips_total")

    var value: Int { count.load(ordering: .relaxed) }

    func increment() {
        count.wrappingAdd(1, ordering: .relaxed)
        counter.increment()
    }
}
