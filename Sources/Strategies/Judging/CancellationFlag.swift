//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A cancellation flag for running strategies.
///
/// A strategy reads no clock, and a thread cannot be stopped from outside; so the runner sets the flag, and the
/// strategy checks it between two symbols. A strategy that sees it set throws; otherwise its findings do not depend
/// on the flag.
package final class CancellationFlag: Sendable {
    /// The flag of the strategy that runs in this task, if it has one.
    @TaskLocal package static var current: CancellationFlag?

    private let isCancelled = Atomic(false)

    /// Makes a flag that is not set.
    package init() {}

    /// Sets the flag for good.
    package func cancel() {
        isCancelled.store(true, ordering: .relaxed)
    }

    /// Throws if the flag of this task is set; costs one relaxed atomic load.
    ///
    /// - Throws: `CancellationError`.
    package static func check() throws {
        if current?.isCancelled.load(ordering: .relaxed) == true { throw CancellationError() }
    }
}
