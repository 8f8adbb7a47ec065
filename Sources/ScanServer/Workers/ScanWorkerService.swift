//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ServiceLifecycle

/// A service that runs a scan worker and hands its scans back on graceful shutdown.
struct ScanWorkerService: Service {
    let worker: ScanWorker

    func run() async throws {
        await withGracefulShutdownHandler {
            await worker.run()
        } onGracefulShutdown: {
            worker.stop()
        }
    }
}
