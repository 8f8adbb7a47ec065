//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Glibc
import ScanCore

/// A watchdog that kills this process if its graceful shutdown takes too long.
///
/// A graceful shutdown needs the threads that answer requests. If these are blocked forever, only the watchdog can end
/// the process; so it uses its own queue, for which Dispatch creates a thread regardless of the others.
struct ShutdownWatchdog {
    /// The time that the watchdog waits after the end of the shutdown's time limit.
    static let margin = Duration.seconds(1)

    private let queue = DispatchQueue(label: "shutdown-watchdog")
    private let sources: [any DispatchSourceProtocol]

    /// Starts watching for requests to shut down.
    ///
    /// - Parameters:
    ///   - name: The name of the process in the log.
    ///   - grace: The maximum time of a graceful shutdown.
    ///   - endsWithParent: A flag that makes the end of the parent process start the time limit, too.
    init(of name: String, grace: Duration, endsWithParent: Bool) {
        let queue = queue
        let parent = getppid()
        let countDown: @Sendable () -> Void = {
            queue.asyncAfter(deadline: .now() + (grace + Self.margin).seconds) {
                StandardError.write("\(name): still busy \(grace.seconds) s after it was told to stop, and killed\n")
                kill(getpid(), SIGKILL)
            }
        }
        var sources: [any DispatchSourceProtocol] = [SIGTERM, SIGINT].map { signal in
            let source = DispatchSource.makeSignalSource(signal: signal, queue: queue)
            source.setEventHandler(handler: countDown)
            return source
        }
        if endsWithParent {
            let timer = DispatchSource.makeTimerSource(queue: queue)
            timer.schedule(deadline: .now() + 1, repeating: 1)
            timer.setEventHandler { if getppid() != parent { countDown() } }
            sources.append(timer)
        }
        for source in sources { source.resume() }
        self.sources = sources
    }

    /// Stops watching; a time limit that has already started is not cancelled.
    func stop() {
        for source in sources { source.cancel() }
    }
}
