//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

@testable import Probe

/// Jobs that are begun at one worker's own address and polled at all of them.
@Suite struct ReplicaRoundsTests {
    private static let addresses = ["http://127.0.0.2:8080", "http://127.0.0.3:8080"]

    private func history() async throws -> History {
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try .load("opportunity-scan"),
            plan: .quick { $0.groups = [.status, .results, .rates] },
            first: .password(email: "ada", password: TestDeployment.password),
            access: OperatorAccess(replicas: try Self.addresses.map { try Target($0) }, expectedWorkers: 2),
            seed: 7
        )
        let transport = InProcessTransport(TestDeployment().respond(to:))
        return try await Runner(assignment, transport: transport, clock: .skipping()).run()
    }

    @Test func `each of them is polled at every address, and the header tells what was given`() async throws {
        let history = try await history()
        #expect(history.header.access.replicas == Self.addresses)
        #expect(history.header.access.expectedWorkers == 2)
        let begun = history.events.filter { $0.operation == .initiate && $0.job?.hasPrefix("replica-") == true }
        #expect(begun.count == 4)
        for address in Self.addresses {
            #expect(begun.count { $0.url.hasPrefix(address) } == 2)
            for initiation in begun {
                let polls = history.events.filter { $0.operation == .status && $0.job == initiation.job }
                #expect(polls.contains { $0.url.hasPrefix(address) })
                #expect(polls.allSatisfy { !$0.url.hasPrefix(InProcessTransport.url) })
            }
        }
    }

    @Test func `a job that only the address knows at which it was begun is told as living in memory`() async throws {
        var history = try await history()
        for position in history.events.indices {
            let event = history.events[position]
            guard event.operation == .status, let job = event.job, job.hasPrefix("replica-"),
                let begun = history.events.first(where: { $0.operation == .initiate && $0.job == job }),
                let address = Self.addresses.first(where: { begun.url.hasPrefix($0) }), !event.url.hasPrefix(address)
            else { continue }
            let parsed = ParsedFields(state: .notFound, stateWord: "not_found")
            history.events[position].outcome = .answered(Response(status: 404, parsed: parsed))
        }
        let judgement = Judge.judge(history)
        #expect(judgement.overall == .fail)
        let root = try #require(judgement.explanation.roots.first)
        #expect(root.id == "STAT-001")
        let cause = "the lookup lives in the memory of the worker that took the initiation"
        #expect(judgement.explanation.causes[root.id]?.first == cause)
    }
}
