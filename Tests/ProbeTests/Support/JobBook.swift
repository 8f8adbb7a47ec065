//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The jobs of a small test server; a job makes one step with each poll, and every third poll of it may be lost.
final class JobBook: Sendable {
    enum Fault: Sendable {
        case none
        /// Every third poll of each job does not find it.
        case losesEveryThirdPoll
        /// A job ends in failure.
        case fails
    }

    /// The result of a poll or read.
    enum Sight: Hashable {
        case missing
        /// A job at work, after so many steps.
        case running(Int)
        case failed
        case complete
    }

    private let fault: Fault
    /// The number of polls until a job is done.
    private let steps: Int
    /// The steps that each job has made.
    private let jobs = Mutex<[String: Int]>([:])

    init(_ fault: Fault = .none, steps: Int = 4) {
        self.fault = fault
        self.steps = steps
    }

    /// Creates a job; `make` forms its id from its number.
    func open(_ make: (Int) -> String) -> String {
        self.jobs.withLock { jobs in
            let id = make(jobs.count + 1)
            jobs[id] = 0
            return id
        }
    }

    /// Polls a job, which makes it advance.
    func poll(_ id: String) -> Sight {
        self.jobs.withLock { jobs in
            guard let steps = jobs[id] else { return .missing }
            jobs[id] = steps + 1
            if self.fault == .losesEveryThirdPoll, (steps + 1) % 3 == 0 { return .missing }
            return self.sight(after: steps)
        }
    }

    /// Reads a job without advancing it.
    func read(_ id: String) -> Sight {
        self.jobs.withLock { jobs in jobs[id].map { self.sight(after: $0) } ?? .missing }
    }

    private func sight(after steps: Int) -> Sight {
        if steps < self.steps { return .running(steps) }
        return fault == .fails ? .failed : .complete
    }
}
