//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

@Suite struct TurnstileTests {
    private struct Fault: Error {}

    private actor Crowd {
        private(set) var most = 0
        private(set) var passed = 0
        private var inside = 0

        func enter() {
            inside += 1
            most = max(most, inside)
        }

        func leave() {
            inside -= 1
            passed += 1
        }
    }

    @Test func `no more run at a time than it is wide, and all of them run`() async throws {
        let turnstile = AsyncSemaphore(width: 3)
        let crowd = Crowd()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    try await turnstile.pass {
                        await crowd.enter()
                        await Task.yield()
                        await crowd.leave()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(await crowd.most <= 3)
        #expect(await crowd.passed == 50)
    }

    @Test func `a body that throws gives its place back`() async throws {
        let turnstile = AsyncSemaphore(width: 1)
        await #expect(throws: Fault.self) { try await turnstile.pass { throw Fault() } }
        let result = try await turnstile.pass { 1 }
        #expect(result == 1)
    }

    @Test func `a task that was cancelled while it waited does not run its body`() async throws {
        let turnstile = AsyncSemaphore(width: 1)
        let crowd = Crowd()
        let waiting = try await turnstile.pass {
            let waiting = Task { try await turnstile.pass { await crowd.enter() } }
            waiting.cancel()
            return waiting
        }
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(await crowd.most == 0)
    }
}
