//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// The jobs of a load test that can be asked about, of which the oldest make room for new ones.
final class JobPool: Sendable {
    /// The number of jobs that are kept: enough for each arrival to meet another one.
    private static let most = 10_000

    private struct State {
        var jobs: [String: LoadJob] = [:]
        /// The ids in the order of their acknowledgement.
        var order: [String] = []
        var next = 0
        var nextRead = 0

        mutating func dropOldest(_ count: Int) {
            for id in order.prefix(count) { jobs[id] = nil }
            order.removeFirst(count)
        }
    }

    private let state = Mutex(State())

    /// The number of jobs.
    var count: Int { state.withLock { $0.order.count } }

    /// Adds an acknowledged job; one that was joined is there already.
    func add(_ job: LoadJob) {
        self.state.withLock { state in
            guard state.jobs[job.id] == nil else { return }
            if state.order.count >= Self.most { state.dropOldest(Self.most / 10) }
            state.jobs[job.id] = job
            state.order.append(job.id)
        }
    }

    /// Returns the next job in turn that the deployment has to know.
    func nextToPoll(at time: Instant) -> LoadJob? {
        self.state.withLock { state in
            if let oldest = state.order.first.flatMap({ state.jobs[$0] }), oldest.usableUntil <= time {
                state.dropOldest(state.order.prefix { (state.jobs[$0]?.usableUntil ?? .min) <= time }.count)
            }
            guard !state.order.isEmpty else { return nil }
            state.next = (state.next + 1) % state.order.count
            return state.jobs[state.order[state.next]]
        }
    }

    /// Returns the next job in turn whose results can be read, of a few that are looked at.
    func nextToRead(at time: Instant) -> LoadJob? {
        self.state.withLock { state in
            for _ in 0..<min(state.order.count, 20) {
                state.nextRead = (state.nextRead + 1) % state.order.count
                guard let job = state.jobs[state.order[state.nextRead]] else { continue }
                if job.usableUntil > time, job.isComplete(at: time) { return job }
            }
            return nil
        }
    }

    /// Changes what is known of a job, if it is still there.
    func update<Value: Sendable>(_ id: String, _ change: (inout LoadJob) -> Value) -> Value? {
        self.state.withLock { state in
            guard state.jobs[id] != nil else { return nil }
            return state.jobs[id].map { job in
                var job = job
                let value = change(&job)
                state.jobs[id] = job
                return value
            }
        }
    }
}
