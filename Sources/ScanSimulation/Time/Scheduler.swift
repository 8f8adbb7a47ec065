//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The one thread of a simulation: it runs jobs in an order drawn from the seed, and advances virtual time when none is
/// ready.
final class Scheduler: Sendable {
    private struct Timer {
        let time: Duration
        let number: UInt64
        let action: @Sendable () -> Void
    }

    private struct Job {
        let job: UnownedJob
        let executor: LaneExecutor
    }

    private struct State {
        var now = Duration.zero
        var steps: UInt64 = 0
        var jobs: [Job] = []
        var suspended: Set<Int> = []
        var held: [Job] = []
        /// The timers, the next one last.
        var timers: [Timer] = []
        var timerCount: UInt64 = 0
    }

    private enum Step {
        case job(Job)
        case timer(Timer)
    }

    private let state = Mutex(State())
    private let draws: Draws
    private let isShuffled: Bool

    /// Creates a scheduler.
    ///
    /// - Parameters:
    ///   - draws: The random numbers.
    ///   - isShuffled: A flag that is false if jobs run in the order in which they became ready.
    init(draws: Draws, isShuffled: Bool) {
        self.draws = draws
        self.isShuffled = isShuffled
    }

    /// The virtual time since the beginning.
    var now: Duration { state.withLock { $0.now } }

    /// The number of steps so far.
    var steps: UInt64 { state.withLock { $0.steps } }

    /// Adds a job that is ready.
    func enqueue(_ job: UnownedJob, on executor: LaneExecutor) {
        state.withLock { state in
            let job = Job(job: job, executor: executor)
            if state.suspended.contains(executor.lane) { state.held.append(job) } else { state.jobs.append(job) }
        }
    }

    /// Runs no more jobs of a lane, as if its process were stopped by a signal.
    func suspend(_ lane: Int) {
        state.withLock { state in
            state.suspended.insert(lane)
            state.held += state.jobs.filter { $0.executor.lane == lane }
            state.jobs.removeAll { $0.executor.lane == lane }
        }
    }

    /// Goes on with the jobs of a lane.
    func resume(_ lane: Int) {
        state.withLock { state in
            guard state.suspended.remove(lane) != nil else { return }
            state.jobs += state.held.filter { $0.executor.lane == lane }
            state.held.removeAll { $0.executor.lane == lane }
        }
    }

    /// Calls a function after a delay, and returns the number to cancel it by.
    @discardableResult
    func after(_ delay: Duration, _ action: @escaping @Sendable () -> Void) -> UInt64 {
        state.withLock { state in
            state.timerCount += 1
            let timer = Timer(time: state.now + max(.zero, delay), number: state.timerCount, action: action)
            // Those of the same time run in the order in which they were set.
            let place = state.timers.lastIndex { $0.time > timer.time }.map { $0 + 1 } ?? 0
            state.timers.insert(timer, at: place)
            return timer.number
        }
    }

    /// Cancels a function that has not been called yet.
    func cancel(_ number: UInt64) {
        state.withLock { state in state.timers.removeAll { $0.number == number } }
    }

    /// Sleeps for a duration of virtual time.
    func sleep(for duration: Duration) async throws {
        let promise = Promise<Void, CancellationError>(cancelled: CancellationError())
        let timer = after(duration) { promise.settle(.success(())) }
        do {
            try await promise.result().get()
        } catch {
            cancel(timer)
            throw error
        }
    }

    /// Runs the next job, or what is due next.
    ///
    /// - Returns: False if nothing is left to do.
    func step() -> Bool {
        switch next() {
        case .job(let job): job.executor.run(job.job)
        case .timer(let timer): timer.action()
        case nil: return false
        }
        return true
    }

    private func next() -> Step? {
        state.withLock { state in
            state.steps += 1
            if !state.jobs.isEmpty {
                let choice = isShuffled ? draws.number(.order, state.steps, below: state.jobs.count) : 0
                return .job(state.jobs.remove(at: choice))
            }
            guard let timer = state.timers.popLast() else { return nil }
            state.now = timer.time
            return .timer(timer)
        }
    }
}
