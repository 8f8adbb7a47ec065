//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Glibc
import ScanCore

/// Kills this process when it has not ended some time after it was told to.
///
/// A graceful shutdown needs the threads that answer requests. Should these be busy for good, nothing else ends the
/// process; so the watchdog has a queue of its own, for which Dispatch makes a thread whatever the others do.
struct ShutdownWatchdog {
    /// How much longer than the shutdown may take the watchdog waits.
    static let margin = Duration.seconds(1)

    private let queue = DispatchQueue(label: "shutdown-watchdog")
    private let sources: [any DispatchSourceProtocol]

    /// Watches from now on.
    ///
    /// - Parameters:
    ///   - name: The process' name in the log.
    ///   - grace: How long a shutdown may take.
    ///   - endsWithParent: Whether the end of the parent process is a reason to shut down as well.
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

    /// Watches no longer; what was begun is not called off.
    func stop() {
        for source in sources { source.cancel() }
    }
}
