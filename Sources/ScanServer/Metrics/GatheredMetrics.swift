//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import Metrics
import Synchronization

/// The metrics of all workers of a deployment, and of its supervisor, as one.
///
/// A worker that ended leaves its counts to its successor of the same number, so that no counter falls.
final class GatheredMetrics: Sendable {
    private struct State {
        var live: [Int: MetricsMemory] = [:]
        var ended = MetricsSnapshot()
        var ready: Set<Int> = []
        var files: [Int: String] = [:]
    }

    private let state = Mutex(State())
    private let own: PrometheusRegistry
    private let ends: [Int: any CounterHandler]
    private let readyCount: any RecorderHandler
    private let folder: String

    /// Creates the metrics of a number of workers, of which none lives yet.
    ///
    /// - Throws: ``ServerError`` when there is no memory.
    init(workers: Int) throws {
        let own = PrometheusRegistry(memory: try MetricsMemory())
        self.own = own
        ends = Dictionary(
            uniqueKeysWithValues: (1...workers).map { worker in
                (worker, own.makeCounter(label: "scan_worker_ends_total", dimensions: [("worker", "\(worker)")]))
            }
        )
        readyCount = own.makeRecorder(label: "scan_workers_ready", dimensions: [], aggregate: false)
        readyCount.record(0.0)
        own.makeRecorder(label: "scan_workers_configured", dimensions: [], aggregate: false).record(Double(workers))
        // In memory, where there is such a folder: nothing is ever written to a disk.
        let isInMemory = FileManager.default.isWritableFile(atPath: "/dev/shm")
        folder = isInMemory ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    }

    /// Takes in a worker that lives in this process.
    func add(_ memory: MetricsMemory, of worker: Int) {
        state.withLock { $0.live[worker] = memory }
        noteReady(worker)
    }

    /// Begins the metrics of a worker that is to be started.
    ///
    /// - Returns: The path of the file that the worker keeps them in.
    /// - Throws: ``ServerError`` when there is no room for the file.
    func begin(_ worker: Int) throws -> String {
        let path = "\(folder)/scan-server-metrics-\(getpid())-\(worker)-\(UInt64.random(in: .min ... .max))"
        do {
            let memory = try MetricsMemory(file: path, isNew: true)
            state.withLock { state in
                state.live[worker] = memory
                state.files[worker] = path
            }
        } catch {
            try? FileManager.default.removeItem(atPath: path)
            throw error
        }
        return path
    }

    /// Notes that a worker is ready, and has opened its file, whose name is not needed any more.
    func noteReady(_ worker: Int) {
        let (count, file) = state.withLock { state in
            state.ready.insert(worker)
            return (state.ready.count, state.files.removeValue(forKey: worker))
        }
        readyCount.record(Double(count))
        if let file { try? FileManager.default.removeItem(atPath: file) }
    }

    /// Ends the metrics of a worker: what it counted stays.
    func end(_ worker: Int) {
        let (count, file) = state.withLock { state in
            if let memory = state.live.removeValue(forKey: worker) {
                state.ended.add(memory, labels: Self.labels(of: worker), isOver: true)
            }
            state.ready.remove(worker)
            return (state.ready.count, state.files.removeValue(forKey: worker))
        }
        readyCount.record(Double(count))
        if let file { try? FileManager.default.removeItem(atPath: file) }
    }

    /// Counts the end of a worker that is started again.
    func countEnd(of worker: Int) { ends[worker]?.increment(by: 1) }

    /// Returns the page of all workers.
    func page(_ format: MetricsPage.Format) -> String {
        let snapshot = state.withLock { state in
            var snapshot = state.ended
            for (worker, memory) in state.live { snapshot.add(memory, labels: Self.labels(of: worker)) }
            snapshot.add(own.memory)
            return snapshot
        }
        return MetricsPage(snapshot: snapshot, format: format).render()
    }

    /// The labels of a worker's series.
    static func labels(of worker: Int) -> [(String, String)] { [("worker", "\(worker)")] }
}
