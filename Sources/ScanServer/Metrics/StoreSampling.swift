//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import Metrics
import ScanCore
import ServiceLifecycle

/// The service that looks into the store every few seconds, for the metrics of the queue and of lifetimes.
struct StoreSampling: Service {
    /// The time between two looks.
    static let pause = Duration.seconds(5)

    let sampler: any StoreSampler
    let logger: Logger

    private let waiting = Gauge(label: "scan_jobs", dimensions: [("state", "waiting")])
    private let running = Gauge(label: "scan_jobs", dimensions: [("state", "running")])
    private let oldest = Gauge(label: "scan_queue_oldest_age_seconds")
    private let lifetimes = LifetimeMetrics(at: .sample)
    private let outlives = Counter(label: "scan_lookups_sampled_total", dimensions: [("outlives_entry", "yes")])
    private let doesNot = Counter(label: "scan_lookups_sampled_total", dimensions: [("outlives_entry", "no")])
    private let taken = Counter(label: "scan_samples_total", dimensions: [("result", "taken")])
    private let failed = Counter(label: "scan_samples_total", dimensions: [("result", "failed")])

    init(sampler: any StoreSampler, logger: Logger) {
        self.sampler = sampler
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var hasFailed = false
            while !Task.isCancelled {
                // Also before the first look: the store may not be there yet.
                try? await Task.sleep(for: Self.pause)
                if Task.isCancelled { return }
                do throws(StoreError) {
                    note(try await sampler.sample())
                    hasFailed = false
                } catch {
                    failed.increment()
                    // Once; the counter tells how long it lasts.
                    if !hasFailed { logger.warning("Cannot look into the store", metadata: ["reason": "\(error)"]) }
                    hasFailed = true
                }
            }
        }
    }

    private func note(_ sample: StoreSample) {
        taken.increment()
        waiting.record(sample.waiting)
        running.record(sample.running)
        oldest.record(sample.oldestAge.seconds)
        for keys in sample.keys {
            lifetimes.record(lookup: keys.lookup, entry: keys.entry)
            // An entry that is gone is outlived.
            guard let lookup = keys.lookup else { continue }
            (keys.entry.map { $0 <= lookup } ?? true ? outlives : doesNot).increment()
        }
    }
}
