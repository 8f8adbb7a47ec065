//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A set of named counters within one worker, so that a mutant fails at regular intervals rather than by chance.
///
/// A random fault may spare a run; a fault in every third response cannot.
final class Tally: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Increments a counter and returns its previous value.
    func next(_ name: String = "") -> Int {
        self.counts.withLock { counts in
            defer { counts[name, default: 0] += 1 }
            return counts[name, default: 0]
        }
    }

    /// Returns the value of a counter.
    func count(_ name: String = "") -> Int { counts.withLock { $0[name, default: 0] } }
}
