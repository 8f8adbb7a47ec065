//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import Probe
import ProbeHistory
import Testing

/// The workloads of a plan besides jobs and isolation.
@Suite struct RunnerGroupTests {
    private static let full = Plan.quick {
        $0.initiate.joins = 2
        $0.initiate.refreshes = 1
        $0.initiate.twinBodies = [#"{"symbols":["LTC/USDT"]}"#]
        $0.status.fastPolls = 3
        $0.errors.negativeProbes = 2
        $0.errors.burst = 5
    }

    @Test func `filters are joined, refreshed and sent twice, and what comes of it is followed`() async throws {
        let history = try await TestDeployment.probe(plan: Self.full).history
        let old = try #require(
            history.events(.initiate).first { $0.job == "scan-1" }?.outcome.response?.parsed?.jobID
        )
        let joins = history.events(.initiate, .joins).filter { $0.job != "after-errors" }
        #expect(joins.map(\.job) == ["scan-1", "scan-1"])
        #expect(joins.allSatisfy { $0.jobID == old && $0.requestBody == "{}" })
        let refresh = try #require(history.events(.initiate, .refreshes).first)
        #expect(refresh.jobID == old)
        #expect(refresh.requestBody == #"{"force_refresh":true}"#)
        let new = refresh.outcome.response?.parsed?.jobID
        #expect(history.events(.status).contains { $0.job == "scan-1-refreshed" && $0.jobID == new })
        #expect(history.events(.status).contains { $0.jobID == old && $0.sent > refresh.received })
        #expect(history.events(.results).contains { $0.jobID == old && $0.sent > refresh.received })
        #expect(history.events(.initiate, .twin).map(\.job) == ["twin-1", "twin-1"])
        #expect(history.events(.status).contains { $0.job == "twin-1" && $0.state == .complete })
        #expect(history.events(.status).contains { $0.job == "fast-1" && $0.pace == .fast && $0.state == .complete })
        #expect(history.events.allSatisfy { ($0.pace == .fast) == ($0.job == "fast-1") })
    }

    @Test func `bad input is sent as often as the plan says, and served afterwards`() async throws {
        let (history, requests) = try await TestDeployment.probe(plan: Self.full)
        for intent in [Event.Intent.malformedJSON, .wrongType, .wrongMediaType, .oversizedBody] {
            let events = history.events(.initiate, intent)
            #expect(events.count == 2)
            #expect(
                events.allSatisfy { $0.requestHeaders?["content-type"] != nil && ($0.requestBody ?? "").count < 100 }
            )
        }
        #expect(requests.contains { $0.body.utf8.count > 64 * 1024 })
        #expect(
            history.events(.initiate, .wrongMediaType).allSatisfy {
                $0.requestHeaders?["content-type"] != "application/json"
            }
        )
        #expect(history.events(.status, .wrongMethod).map(\.method) == ["DELETE", "PUT"])
        #expect(history.events(.other, .unknownPath).count == 2)
        let after = history.events(.initiate, .afterErrors)
        #expect(after.map(\.job) == ["after-errors"])
        // Several more, each on its own connection, so that several workers are met.
        let further = history.events(.initiate, .joins).filter { $0.job == "after-errors" }
        #expect(further.count == 4)
        #expect(further.allSatisfy { $0.jobID == after.first?.outcome.response?.parsed?.jobID })
        #expect(Set(further.map(\.connection)).count == 4)
        #expect(history.events(.results).contains { $0.job == "after-errors" && $0.state == .complete })
    }

    @Test func `no bad input meets a deployment that has not answered the first initiations`() async throws {
        // Each initiation takes far longer than anything else.
        let slow = { @Sendable (request: TransportRequest) in request.url.hasSuffix("/discover") ? 500 : 1 }
        let history = try await TestDeployment.probe(plan: Self.full, turns: slow).history
        let bad = try #require(history.events(.initiate, .malformedJSON).map(\.sent).min())
        let first = history.events(.initiate).filter { $0.job == "scan-1" || $0.job == "scan-2" }
        #expect(first.count == 2)
        #expect(first.allSatisfy { $0.received <= bad })
    }

    @Test func `it is sent although no initiation is accepted`() async throws {
        let history = try await TestDeployment.probe(.refusesInitiations, plan: Self.full).history
        #expect(history.events(.initiate, .malformedJSON).count == 2)
        #expect(history.footer?.reason == .finished)
    }

    @Test func `hostile ids arrive as one component, and raw ones as they are`() async throws {
        let (history, requests) = try await TestServer.probe()
        #expect(Set(history.events(.status, .hostileID).compactMap(\.jobID)).count > 15)
        let paths = requests.map(\.path)
        #expect(paths.contains("/api/v1/opportunities/status/%2e%2e"))
        #expect(paths.contains("/api/v1/opportunities/status/%2A"))
        #expect(paths.contains("/api/v1/opportunities/results/..%2F..%2Fscan-diagnostics%2Fscan-metrics"))
        #expect(!history.events.contains { $0.intent == .hostileID && $0.state == .complete })
    }

    @Test func `the burst is the second user's and the last of the run`() async throws {
        let history = try await TestDeployment.probe(plan: Self.full).history
        let burst = history.events(.initiate, .burst)
        #expect(burst.count == 5)
        #expect(burst.allSatisfy { $0.user == .second })
        #expect(history.events.suffix(5).allSatisfy { $0.intent == .burst })
    }

    @Test func `polls know when they were due`() async throws {
        let polls = try await TestDeployment.probe().history.events(.status).filter { $0.due != nil }
        #expect(!polls.isEmpty)
        #expect(polls.allSatisfy { ($0.due ?? .max) <= $0.sent })
    }

    @Test func `a soak starts jobs anew until its time is over`() async throws {
        let plan = Plan.quick {
            $0.soak.seconds = .seconds(1)
            $0.jobs.pollsAfterCompletion = 0
            $0.groups = [.status]
        }
        let history = try await TestDeployment.probe(plan: plan).history
        #expect(history.events(.initiate).count > plan.jobs.count)
        // The number must not exceed the rate limit, which a fast server would use up at once.
        #expect(history.events(.initiate).count <= 24)
        #expect(history.footer?.reason == .finished)
    }
}
