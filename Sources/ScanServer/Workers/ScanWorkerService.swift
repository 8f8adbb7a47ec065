//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import ServiceLifecycle

/// Runs a scan worker as a service: a graceful shutdown hands its scans back.
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
