//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Counts by name within one worker, so that a mutant errs in turn rather than by chance.
///
/// Chance may spare a run; every third answer of a worker cannot.
final class Tally: Sendable {
    private let counts = Mutex<[String: Int]>([:])

    /// Counts one more and tells how many there were before it.
    func next(_ name: String = "") -> Int {
        self.counts.withLock { counts in
            defer { counts[name, default: 0] += 1 }
            return counts[name, default: 0]
        }
    }
}
