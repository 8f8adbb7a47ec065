//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import Probe
import ProbeHistory
import Testing

/// The profiles for other APIs than the scan API, each on a small server of its kind.
@Suite struct GenericProfileTests {
    typealias Respond = @Sendable (TestServer.Request) -> TestServer.Reply

    struct Kind: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var profile: String
        var parameters: [String: String] = [:]
        var server: @Sendable (JobBook.Fault) -> Respond
    }

    private static let kinds = [
        Kind(testDescription: "google-lro", profile: "google-lro", parameters: ["method": OperationServer.method]) {
            OperationServer($0).respond
        },
        Kind(testDescription: "http-202", profile: "http-202", parameters: ["path": "reports"]) {
            MonitorServer($0).respond
        },
        Kind(testDescription: "http-202 with 303", profile: "http-202", parameters: ["path": "reports"]) {
            MonitorServer($0, ending: .seeOther).respond
        },
        Kind(testDescription: "ogc-processes", profile: "ogc-processes") { ProcessServer($0).respond },
        Kind(testDescription: "ogc-processes, id in the header", profile: "ogc-processes") {
            ProcessServer($0, answersNull: true).respond
        },
    ]

    @Test(arguments: Self.kinds) func `a sound server fails nothing, and what it does not offer is skipped`(
        kind: Kind
    ) async throws {
        let history = try await Self.probe(kind, .none)
        let judgement = Judge.judge(history)
        for ruling in judgement.rulings {
            #expect(ruling.verdict.kind != .failed, "\(ruling.requirement.id): \(ruling.finding.summary)")
            #expect(ruling.verdict.kind != .harnessError, "\(ruling.requirement.id): \(ruling.finding.summary)")
        }
        for id in [
            "INIT-001", "STAT-001", "STAT-002", "STAT-004", "STAT-005", "RES-001", "RES-004", "RATE-001", "RATE-003",
        ] {
            #expect(judgement[id]?.verdict == .passed, "\(id): \(judgement[id]?.finding.summary ?? "")")
        }
        for id in ["INIT-003", "INIT-004", "PROG-003", "RES-005"] {
            #expect(judgement[id]?.verdict.kind == .skipped, "\(id): \(judgement[id]?.finding.summary ?? "")")
            #expect(judgement[id]?.finding.summary.contains("the profile \(kind.profile) says that the API") == true)
        }
        let states = history.events(.status).compactMap(\.state)
        #expect(states.contains(.scanning))
        #expect(states.contains(.complete))
    }

    @Test(arguments: Self.kinds) func `a server that loses every third poll is failed for it`(kind: Kind) async throws {
        let judgement = Judge.judge(try await Self.probe(kind, .losesEveryThirdPoll))
        #expect(judgement["STAT-002"]?.verdict.kind == .failed, "\(judgement["STAT-002"]?.finding.summary ?? "")")
        // With one address for both, the lost requests may all be reads.
        let rates = ["RATE-001", "RATE-003"].compactMap { judgement[$0] }
        #expect(rates.contains { $0.verdict.kind == .failed }, "\(rates.map(\.finding.summary))")
        #expect(judgement.overall == .fail)
    }

    @Test(arguments: [kinds[0], kinds[3]]) func `a job that failed is final, and has a reason`(kind: Kind) async throws
    {
        let history = try await Self.probe(kind, .fails)
        #expect(history.events(.status).last?.state == .failed)
        #expect(history.events(.results).isEmpty)
        #expect(Judge.judge(history)["STAT-004"]?.verdict == .passed)
    }

    // MARK: - One kind each

    @Test func `an operation is asked for by its name, slashes and all, and carries its own response`() async throws {
        let history = try await Self.probe(Self.kinds[0], .none)
        let polls = history.events(.status)
        #expect(
            polls.allSatisfy { $0.url.hasSuffix("/v1/operations/book-1") || $0.url.hasSuffix("/v1/operations/book-2") }
        )
        #expect(Set(history.events(.results).map(\.url)).isSubset(of: Set(polls.map(\.url))))
        let digests = Set(history.events(.results).map { $0.outcome.response?.parsed?.digest })
        #expect(digests.count == 2 && !digests.contains(nil))
        #expect(history.events(.status, .unknownID).allSatisfy { $0.state == .notFound })
        #expect(!history.events(.status, .unknownID).isEmpty)
    }

    @Test func `a result at another address is read there, and the redirect counts as a poll`() async throws {
        let history = try await Self.probe(Self.kinds[2], .none)
        let reads = history.events(.results)
        #expect(!reads.isEmpty)
        #expect(reads.allSatisfy { $0.url.contains("/reports/") && $0.state == .complete })
        let redirects = history.events(.status).filter { $0.outcome.response?.status == 303 }
        #expect(redirects.count > reads.count)
        #expect(redirects.allSatisfy { $0.state == .complete })
    }

    @Test func `a result at another origin is not followed, and nobody is accused`() async throws {
        var kind = Self.kinds[1]
        kind.server = { MonitorServer($0, ending: .seeElsewhere).respond }
        let history = try await Self.probe(kind, .none)
        let unfollowed = history.events(.results, .followsLink)
        #expect(!unfollowed.isEmpty)
        #expect(unfollowed.allSatisfy { $0.failure == .foreignOrigin && $0.url.hasPrefix("https://elsewhere.example") })
        let judgement = Judge.judge(history)
        #expect(!judgement.rulings.contains { $0.verdict.kind == .failed })
        #expect(judgement["RES-001"]?.verdict.kind == .inconclusive)
    }

    @Test func `a monitor at another origin is not polled, and the response says so`() async throws {
        var kind = Self.kinds[1]
        kind.server = { MonitorServer($0, origin: "https://elsewhere.example").respond }
        let history = try await Self.probe(kind, .none)
        #expect(history.events(.status).isEmpty)
        let message = history.events(.initiate).first?.outcome.response?.parsed?.message
        #expect(message?.contains("another origin") == true)
    }

    @Test func `polls wait as long as Retry-After says`() async throws {
        var kind = Self.kinds[1]
        kind.server = { MonitorServer($0, retryAfter: 1, steps: 2).respond }
        let history = try await Self.probe(kind, .none) {
            $0.jobs.count = 1
            $0.jobs.earlyResultReads = 0
        }
        let running = history.events(.status).filter { $0.state == .scanning }
        let pauses = zip(running, running.dropFirst()).map { $1.sent - $0.received }
        #expect(!pauses.isEmpty)
        #expect(pauses.allSatisfy { $0 > .milliseconds(900) }, "\(pauses)")
    }

    @Test func `a parameter without a value is asked for`() async throws {
        let failure = await #expect(throws: ProbeFailure.self) {
            try await Self.probe(
                Kind(testDescription: "", profile: "google-lro") { OperationServer($0).respond },
                .none
            )
        }
        #expect(failure?.message.contains("needs --set method=VALUE: the path of the method") == true)
    }

    // MARK: - Fixtures

    private static func probe(
        _ kind: Kind,
        _ fault: JobBook.Fault,
        change: (inout Plan) -> Void = { _ in }
    ) async throws -> History {
        var plan = Plan.quick {
            $0.jobs.pollInterval = .milliseconds(5)
            // Enough to decide the rates.
            $0.jobs.pollsAfterCompletion = 45
            $0.jobs.resultReads = 45
        }
        change(&plan)
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try .load(kind.profile, parameters: kind.parameters),
            plan: plan,
            seed: 5
        )
        let transport = InProcessTransport(kind.server(fault))
        return try await Runner(assignment, transport: transport, clock: .skipping()).run()
    }
}
