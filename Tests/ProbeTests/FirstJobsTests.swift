//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import Probe

/// The wait for the initiations of the plan's first jobs.
@Suite(.timeLimit(.minutes(1))) struct FirstJobsTests {
    @Test func `all who wait go on with the last initiation, and those who come later at once`() async throws {
        let jobs = FirstJobs()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 { group.addTask { try await jobs.wait() } }
            for _ in 0..<3 { jobs.add(of: 3) }
            try await group.waitForAll()
        }
        try await jobs.wait()
    }

    @Test func `they go on when no more jobs are initiated`() async throws {
        let jobs = FirstJobs()
        async let waiting: Void = jobs.wait()
        jobs.add(of: 2)
        jobs.end()
        try await waiting
    }

    @Test(arguments: [true, false]) func `a run that ends is not held up`(beforeTheWait: Bool) async {
        let jobs = FirstJobs()
        let waiting = Task {
            if beforeTheWait { while !Task.isCancelled { await Task.yield() } }
            try await jobs.wait()
        }
        for _ in 0..<(beforeTheWait ? 0 : 100) { await Task.yield() }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
    }
}
