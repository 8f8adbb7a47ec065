//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A flag that is set once.
final class Once: Sendable {
    private let flag = Atomic(false)

    /// A flag that is true once it has been set.
    var isSet: Bool { flag.load(ordering: .relaxed) }

    /// Sets it.
    func set() { flag.store(true, ordering: .relaxed) }
}
