//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import Probe
import ProbeHistory
import Testing

@Suite struct RunnerTests {
    @Test func `a sound deployment gives the whole evidence`() async throws {
        let (history, requests) = try await TestDeployment.probe()
        let jobs = 2
        #expect(history.footer?.reason == .finished)
        #expect(history.header.access == .init(userID: "ada", hasSecondUser: true, usesTokens: true, refusals: [401]))
        #expect(history.events(.login).map(\.user) == [.first, .second])
        #expect(history.events(.initiate).compactMap(\.job).sorted() == ["scan-1", "scan-2"])
        for name in ["scan-1", "scan-2"] {
            let polls = history.events(.status).filter { $0.job == name }
            #expect(polls.allSatisfy { $0.state != .notFound && $0.jobID != nil })
            // The link of the initiation is one of the four polls that finish a job.
            #expect(polls.count { $0.state == .complete } == 1 + 6)
            #expect(history.events(.results).count { $0.job == name && $0.state == .complete } == 3)
        }
        #expect(history.events(.status, .followsLink).count == jobs)
        #expect(history.events(.results, .followsLink).map(\.state) == [.complete, .complete])
        #expect(history.events(.results, .early).count == jobs)
        // Two generated ids, each polled and read twice.
        #expect(history.events(.status, .unknownID).map(\.state) == Array(repeating: .notFound, count: 4))
        #expect(history.events(.results, .unknownID).count == 4)
        // Two probes each during and after either job.
        #expect(history.events(.status, .foreignID).count == 2 * 2 * jobs)
        #expect(
            history.events.filter { $0.intent == .foreignID }.allSatisfy { $0.state == .notFound && $0.user == .second }
        )
        #expect(requests.count == history.events.count)
        #expect(history.events(.status).compactMap { $0.outcome.response?.worker }.allSatisfy { $0 == "w1" })
    }

    @Test func `initiations wait for a quota that was used up before the run, and are sent again`() async throws {
        let (history, _) = try await TestDeployment.probe(
            .hasUsedUpQuota,
            plan: .quick { $0.runBudget = .seconds(200) },
            clock: .skipping(upTo: .seconds(61))
        )
        #expect(history.footer?.reason == .finished)
        let initiations = history.events(.initiate)
        let refused = initiations.filter { $0.outcome.response?.status == 429 }
        #expect(refused.compactMap(\.job).sorted() == ["scan-1", "scan-2"])
        // One may have waited before the other was first sent: to this clock a minute is nothing.
        let again = initiations.filter { $0.outcome.response?.status != 429 }
        #expect(again.compactMap(\.job).sorted() == ["scan-1", "scan-2"])
        #expect(again.allSatisfy { $0.outcome.response?.status == 200 && $0.sent >= .start + .seconds(60) })
    }

    @Test func `wrong tokens are tried for one job, each on every path`() async throws {
        let (history, requests) = try await TestDeployment.probe()
        for intent in [Event.Intent.noToken, .malformedToken, .unsignedToken, .forgedToken, .expiredToken] {
            for operation in [Event.Operation.status, .results] {
                let events = history.events(operation, intent)
                #expect(events.map { $0.outcome.response?.status } == [401, 401], "\(intent)")
            }
        }
        let tokens = Set(requests.compactMap(\.token))
        #expect(tokens.contains { $0.hasSuffix(".") }, "an unsigned token")
        // Two users, and five kinds of wrong tokens, one of which is no token.
        #expect(tokens.count == 2 + 4)
    }

    @Test func `numbers follow the order of sending and times are whole`() async throws {
        let events = try await TestDeployment.probe().history.events
        #expect(events.map(\.id) == Array(1...events.count))
        #expect(zip(events, events.dropFirst()).allSatisfy { $0.sent <= $1.sent })
        #expect(events.allSatisfy { $0.sent <= $0.received })
    }

    @Test func `every request of a plan with fresh connections has one of its own`() async throws {
        let (history, requests) = try await TestServer.probe()
        #expect(requests.count == history.events.count)
        #expect(Set(history.events.map(\.connection)).count == history.events.count)
        #expect(history.events.allSatisfy { !$0.reusesConnection })
        #expect(Set(requests.map(\.remotePort)).count == requests.count)
    }

    @Test func `a plan with reused connections probes isolation on fresh ones all the same`() async throws {
        let (history, _) = try await TestServer.probe(plan: .quick { $0.jobs.freshConnections = false })
        #expect(history.events(.status).contains { $0.reusesConnection })
        #expect(history.events.filter { $0.intent == .foreignID }.allSatisfy { !$0.reusesConnection })
    }

    @Test func `a deployment that loses polls is polled on and nothing is asked twice`() async throws {
        let (history, requests) = try await TestDeployment.probe(.losesEveryOtherPoll)
        let polls = history.events(.status)
        #expect(polls.contains { $0.state == .notFound })
        #expect(polls.contains { $0.state == .complete })
        #expect(requests.count == history.events.count)
    }

    @Test func `an overloaded deployment is polled on until the job completes`() async throws {
        let (history, _) = try await TestDeployment.probe(.isOverloaded)
        let polls = history.events(.status).filter { $0.job == "scan-1" }
        #expect(polls.contains { $0.outcome.response?.status == 503 })
        #expect(polls.contains { $0.state == .complete })
    }

    @Test func `a job that never ends gets no more polls than the plan has`() async throws {
        let (history, _) = try await TestDeployment.probe(.answersHTML, plan: .quick { $0.jobs.maximumPolls = 7 })
        for name in ["scan-1", "scan-2"] {
            let polls = history.events(.status).filter { $0.job == name }
            #expect(polls.count == 7)
            #expect(polls.allSatisfy { $0.outcome.response?.parsed == nil })
        }
        #expect(history.events(.results).isEmpty)
        #expect(history.footer?.reason == .finished)
    }

    @Test func `an initiation that fails is kept and has no course`() async throws {
        let (history, _) = try await TestDeployment.probe(.refusesInitiations)
        #expect(history.events(.initiate).map { $0.outcome.response?.status } == [503, 503])
        #expect(history.events(.status).isEmpty)
    }

    @Test func `a foreign job that is shown is evidence`() async throws {
        let (history, _) = try await TestDeployment.probe(.showsForeignScans)
        #expect(history.events(.status, .foreignID).contains { $0.state == .complete })
    }

    @Test func `a link to another origin is recorded, and not followed`() async throws {
        let (history, requests) = try await TestDeployment.probe(.linksElsewhere)
        let links = history.events(.results, .followsLink)
        #expect(links.map(\.failure) == [.foreignOrigin, .foreignOrigin])
        #expect(links.allSatisfy { $0.url.hasPrefix("https://elsewhere.example") && $0.connection == 0 })
        #expect(requests.count == history.events.count - links.count)
    }

    @Test func `NaN in an response breaks neither the run nor its history`() async throws {
        let lines = Lines()
        let (history, _) = try await TestDeployment.probe(.saysNaN, writer: lines.writer)
        let poll = try #require(history.events(.status).first?.outcome.response)
        #expect(poll.body?.contains("NaN") == true)
        #expect(poll.parsed?.progress?.percentage == nil)
        #expect(poll.parsed?.progress?.total == TestDeployment.steps)
        #expect(poll.parsed?.total == 9_007_199_254_740_993)
        #expect(try HistoryReader().read(lines.bytes) == history)
    }

    @Test func `what is written is what is returned`() async throws {
        let lines = Lines()
        let (history, _) = try await TestDeployment.probe(writer: lines.writer)
        #expect(try HistoryReader().read(lines.bytes) == history)
    }

    @Test func `without a second user there are no foreign probes`() async throws {
        let (history, _) = try await TestDeployment.probe(second: nil)
        #expect(!history.header.access.hasSecondUser)
        #expect(!history.events.contains { $0.intent == .foreignID })
        #expect(history.events.contains { $0.intent == .noToken })
    }

    @Test func `a plan without isolation leaves it alone`() async throws {
        let (history, _) = try await TestDeployment.probe(plan: .quick { $0.groups = [.progress] })
        #expect(history.events.allSatisfy { [.course, .early, .followsLink].contains($0.intent) })
    }

    @Test func `the run's budget ends the run`() async throws {
        let plan = Plan.quick {
            $0.runBudget = .milliseconds(300)
            $0.jobs.pollsAfterCompletion = 1_000_000
        }
        let (history, _) = try await TestDeployment.probe(plan: plan)
        #expect(history.footer?.reason == .budget)
        #expect(history.events.allSatisfy { $0.failure == nil })
    }

    @Test func `a run that is cancelled returns what it saw`() async throws {
        let plan = Plan.quick { $0.jobs.pollsAfterCompletion = 1_000_000 }
        let history = try await withThrowingTaskGroup(of: History?.self) { group in
            let (polled, saysPolled) = AsyncStream.makeStream(of: Void.self)
            let deployment = TestDeployment()
            group.addTask {
                try await TestServer.with({ request in
                    if request.path.contains("/status/") { saysPolled.yield() }
                    return deployment.respond(to: request)
                }) { server in
                    try await HTTPTransport.withTransport { transport in
                        let assignment = Runner.Assignment(
                            target: try Target(server.url),
                            profile: try .load("opportunity-scan"),
                            plan: plan,
                            first: .password(email: "ada", password: TestDeployment.password),
                            seed: 1
                        )
                        return try await Runner(assignment, transport: transport).run()
                    }
                }
            }
            for await _ in polled.prefix(5) {}
            group.cancelAll()
            return try await group.next() ?? nil
        }
        #expect(history?.footer?.reason == .interrupted)
        #expect(history?.events.isEmpty == false)
    }
}
