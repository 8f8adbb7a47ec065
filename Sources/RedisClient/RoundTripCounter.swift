//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Counts the writes of a client, each of which costs one way to the server and back.
final class RoundTripCounter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { self.count.load(ordering: .relaxed) }

    func increment() {
        self.count.wrappingAdd(1, ordering: .relaxed)
    }
}
