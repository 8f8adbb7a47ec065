//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import NIOCore

/// An executor whose tasks run on an event loop, so that a request and its answer take no turn to another thread.
package final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// Creates the executor of an event loop.
    package init(_ loop: any EventLoop) {
        self.loop = loop
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
