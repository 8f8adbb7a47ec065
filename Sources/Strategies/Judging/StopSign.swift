//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Tells strategies that nobody waits for their findings any more.
///
/// A strategy reads no clock, and no thread can be stopped from outside; so whoever runs it raises the sign, and the
/// strategy looks at it between two symbols. What it finds depends on the sign in no other way than that it may find
/// nothing at all.
package final class StopSign: Sendable {
    /// The sign over the strategy that is judging here, if there is one.
    @TaskLocal package static var current: StopSign?

    private let isRaised = Atomic(false)

    /// Makes a sign that is down.
    package init() {}

    /// Asks to stop; the sign stays up.
    package func raise() {
        isRaised.store(true, ordering: .relaxed)
    }

    /// Throws if the judging that goes on here should stop; costs next to nothing.
    ///
    /// - Throws: `CancellationError`.
    package static func check() throws {
        if current?.isRaised.load(ordering: .relaxed) == true { throw CancellationError() }
    }
}
