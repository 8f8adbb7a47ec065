//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitNIO
import NIOCore
import NIOPosix

/// The executors of a group's event loops: a connection is served on its own loop, so that neither a request nor its
/// answer waits for a turn of another thread.
///
/// Nothing that takes long may run there: passwords are checked by threads of their own, and strategies run on others.
struct LoopExecutors: Sendable {
    private let executors: [ObjectIdentifier: LoopExecutor]

    /// Creates the executors.
    init(of group: MultiThreadedEventLoopGroup) {
        let loops = group.makeIterator().map { (ObjectIdentifier($0), LoopExecutor($0)) }
        executors = Dictionary(uniqueKeysWithValues: loops)
    }

    /// Returns the executor of an event loop; `nil` for one of another group.
    subscript(_ loop: any EventLoop) -> LoopExecutor? { executors[ObjectIdentifier(loop)] }
}
