//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import Probe
import ProbeHistory
import ProbeReports
import Synchronization
import TestSelection
import Testing

/// A correct deployment with connection problems, which are counted and reported, and never taken for a lost job.
@Suite(.timeLimit(.minutes(10))) struct CalmJudgingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var words: String
        /// True if the disturbance is one of the connection, without a response.
        var needsConnections = false
        var deployment: @Sendable () -> DisturbedDeployment
    }

    private static let elsewhere = TestServer.Reply.response(
        status: 302,
        headers: [("location", "https://status.example/maintenance")],
        body: ""
    )

    @Test(
        .takesSeconds,
        arguments: [
            Case(testDescription: "502 pages for a while", words: "were answered 502 (+") {
                DisturbedDeployment(.status) { (5..<15).contains($0) ? DisturbedDeployment.badGateway : nil }
            },
            Case(testDescription: "dropped connections", words: "lost the connection (+", needsConnections: true) {
                DisturbedDeployment(.status) { $0 % 4 == 0 ? .reset : nil }
            },
            Case(testDescription: "answers cut off", words: "lost the connection (+", needsConnections: true) {
                DisturbedDeployment(.status) { $0 % 4 == 0 ? .cutOff : nil }
            },
            Case(testDescription: "a hung connection", words: "had no whole answer in time (+", needsConnections: true)
            {
                DisturbedDeployment(.knownStatus) { (3...4).contains($0) ? .hang : nil }
            },
            Case(
                testDescription: "a byte now and then",
                words: "had no whole answer in time (+",
                needsConnections: true
            ) {
                DisturbedDeployment(.knownStatus) { (3...4).contains($0) ? .dribble : nil }
            },
            Case(testDescription: "an endless body", words: "had no whole answer in time (+", needsConnections: true) {
                DisturbedDeployment(.knownStatus) { (3...4).contains($0) ? .endlessBody : nil }
            },
            Case(testDescription: "endless headers", words: "were answered with no HTTP (+", needsConnections: true) {
                DisturbedDeployment(.knownStatus) { (3...4).contains($0) ? .endlessHeaders : nil }
            },
            Case(testDescription: "redirected polls", words: "were redirected with 302 to https://status.example (+") {
                DisturbedDeployment(.status) { $0 % 4 == 0 ? Self.elsewhere : nil }
            },
            Case(testDescription: "redirected results", words: "were redirected with 302 to https://status.example (+")
            {
                DisturbedDeployment(.results) { $0 % 2 == 0 ? Self.elsewhere : nil }
            },
            Case(testDescription: "502 pages instead of results", words: "were answered 502 (+") {
                DisturbedDeployment(.results) { $0 % 2 == 0 ? DisturbedDeployment.badGateway : nil }
            },
            Case(testDescription: "overload", words: "were answered 429 (+") {
                DisturbedDeployment(.status) {
                    $0 % 4 == 0 ? .response(status: 429, body: #"{"status":"not_found"}"#) : nil
                }
            },
        ]
    )
    func `a disturbance lowers rates, contradicts nothing and is told`(given: Case) async throws {
        let deployment = given.deployment()
        let start = ContinuousClock.now
        let plan = Plan.quick { $0.requestTimeout = .seconds(2) }
        let history =
            given.needsConnections
            ? try await Self.probe(deployment.respond, plan: plan)
            : try await Self.probeInProcess(deployment.respond, plan: plan)
        // Two requests may hang until their timeout; this excludes only hanging for good.
        #expect(start.duration(to: .now) < .seconds(120))
        let judgement = Judge.judge(history)
        let failed = judgement.rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id)
        // A load balancer puts no request id on its responses.
        let told = Set(failed).subtracting(["OBS-003"])
        #expect(told.isSubset(of: ["RATE-001", "RATE-002", "RATE-003", "RATE-005"]), "\(failed)")
        #expect(judgement["STAT-002"]?.verdict == .passed)
        #expect(judgement["STAT-004"]?.verdict == .passed)
        let rates = [judgement.rates.statusFound, judgement.rates.results]
        #expect(rates.contains { $0.successes < $0.trials })
        let report = Report(judgement: judgement, history: history)
        #expect(report.disturbances?.contains(given.words) == true, "\(report.disturbances ?? "nothing")")
        let sentence = try #require(report.disturbances)
        #expect(TerminalReport(report).render(width: 400).contains("On the way: \(sentence)."))
        #expect(MarkdownReport(report).render().contains("On the way: "))
        #expect(HTMLReport(report, history: history).render().contains("On the way: "))
    }

    @Test func `a page instead of an response is no state, and no lost job either`() async throws {
        let page = TestServer.Reply.response(
            status: 200,
            headers: [("content-type", "text/html")],
            body: "<html>Hi</html>"
        )
        let deployment = DisturbedDeployment(.status) { $0 % 4 == 0 ? page : nil }
        let judgement = Judge.judge(try await Self.probeInProcess(deployment.respond))
        #expect(judgement["STAT-002"]?.verdict == .passed)
        #expect(judgement["STAT-003"]?.verdict.kind == .failed)
    }

    @Test func `without a disturbance nothing is told`() async throws {
        let history = try await Self.probeInProcess(TestDeployment().respond)
        #expect(Report(judgement: Judge.judge(history), history: history).disturbances == nil)
    }

    // MARK: - Before the run

    @Test func `a deployment that is starting is waited for, and said to be`() async throws {
        let deployment = DisturbedDeployment(.everything) { $0 <= 3 ? DisturbedDeployment.badGateway : nil }
        let listener = WaitListener()
        let history = try await Self.probeInProcess(deployment.respond, listener: listener)
        #expect(listener.reasons == ["the deployment answers 502: waiting for at most 30 s until it is ready"])
        #expect(history.events(.login).prefix(3).map { $0.outcome.response?.status } == [502, 502, 502])
        #expect(!Judge.judge(history).rulings.contains { $0.verdict.kind == .failed })
    }

    @Test func `a deployment without login is waited for as well`() async throws {
        let token = Credentials.token(TestDeployment.token(of: "ada"))
        let deployment = DisturbedDeployment(.everything) { $0 <= 2 ? DisturbedDeployment.badGateway : nil }
        let listener = WaitListener()
        let history = try await Self.probeInProcess(deployment.respond, first: token, listener: listener)
        #expect(listener.reasons.count == 1)
        #expect(history.events(.initiate).allSatisfy { $0.outcome.response?.status == 200 })
    }

    @Test(.takesSeconds, arguments: [(asked: "7", seconds: 14), (asked: nil, seconds: 10)])
    func `a deployment that wants fewer logins is waited for as it asks`(asked: String?, seconds: Int) async throws {
        let refusal = Self.tooMany(retryAfter: asked)
        let deployment = DisturbedDeployment(.login) { $0 <= 2 ? refusal : nil }
        let listener = WaitListener()
        let history = try await Self.probeInProcess(deployment.respond, listener: listener)
        #expect(listener.reasons == ["the deployment answers 429: waiting for at most 60 s until it is ready"])
        let logins = history.events(.login)
        #expect(logins.prefix(3).map { $0.outcome.response?.status } == [429, 429, 200])
        let waited = logins[2].sent - logins[0].sent
        #expect(waited >= .seconds(seconds) && waited < .seconds(seconds + 5), "\(waited)")
        #expect(!Judge.judge(history).rulings.contains { $0.verdict.kind == .failed })
    }

    @Test func `a deployment that wants no login for an hour is given up at once`() async throws {
        let refusal = Self.tooMany(retryAfter: "3600")
        let deployment = DisturbedDeployment(.login) { _ in refusal }
        let clock = RunClock.skipping()
        let failure = await #expect(throws: ProbeFailure.self) {
            try await Self.probeInProcess(deployment.respond, clock: clock)
        }
        #expect(failure?.message.contains("wait 3600 s and try again") == true, "\(failure?.message ?? "")")
        #expect(clock.now() < Instant(seconds: 1))
    }

    @Test func `a deployment that never starts is given up within the bound`() async throws {
        let deployment = DisturbedDeployment(.everything) { _ in DisturbedDeployment.badGateway }
        let clock = RunClock.skipping()
        let failure = await #expect(throws: ProbeFailure.self) {
            try await Self.probeInProcess(deployment.respond, clock: clock)
        }
        #expect(failure?.message.contains("answered 502 to the login") == true, "\(failure?.message ?? "")")
        #expect((Instant(seconds: 30)...Instant(seconds: 45)).contains(clock.now()))
    }

    @Test(arguments: [301, 302, 307, 308])
    func `a deployment that moved is told by its new address`(status: Int) async throws {
        for first in [Credentials.password(email: "ada", password: TestDeployment.password), .token("canary-token")] {
            let seen = Mutex(0)
            let failure = await #expect(throws: ProbeFailure.self) {
                try await Self.probe(
                    { request in
                        seen.withLock { $0 += 1 }
                        let place = "https://scan.example:8443\(request.path)"
                        return .response(status: status, headers: [("location", place)], body: "")
                    },
                    first: first
                )
            }
            let message = failure?.message ?? ""
            #expect(
                message.contains("answers \(status) and redirects to https://scan.example:8443/api/v1/"),
                "\(message)"
            )
            #expect(message.contains("which is not followed: give https://scan.example:8443 instead of http://127."))
            #expect(failure?.code == .badTarget)
            #expect(!message.contains("\n"))
            #expect(seen.withLock { $0 } > 0)
        }
    }

    @Test func `a redirect to a page for logins is told, and no address is made up from it`() async throws {
        let failure = await #expect(throws: ProbeFailure.self) {
            try await Self.probe { request in
                .response(status: 302, headers: [("location", "https://sso.example/?next=\(request.path)")], body: "")
            }
        }
        #expect(
            failure?.message.contains("which is not followed: is http://127.") == true,
            "\(failure?.message ?? "")"
        )
    }

    @Test func `a redirect within the origin is not followed either`() async throws {
        let failure = await #expect(throws: ProbeFailure.self) {
            try await Self.probe { request in
                .response(status: 307, headers: [("location", "\(request.path)/")], body: "")
            }
        }
        #expect(
            failure?.message.contains("/auth/login/, which is not followed: is http") == true,
            "\(failure?.message ?? "")"
        )
    }

    // MARK: - Fixtures

    private static func tooMany(retryAfter seconds: String?) -> TestServer.Reply {
        .response(status: 429, headers: seconds.map { [("retry-after", $0)] } ?? [], body: #"{"message":"later"}"#)
    }

    private static func probe(
        _ respond: @escaping @Sendable (TestServer.Request) -> TestServer.Reply,
        plan: Plan = .quick(),
        first: Credentials = .password(email: "ada", password: TestDeployment.password)
    ) async throws -> History {
        try await TestServer.with(respond) { server in
            try await HTTPTransport.withTransport { transport in
                try await Self.run(plan, at: server.url, transport, first)
            }
        }
    }

    private static func probeInProcess(
        _ respond: @escaping @Sendable (TestServer.Request) -> TestServer.Reply,
        plan: Plan = .quick(),
        first: Credentials = .password(email: "ada", password: TestDeployment.password),
        clock: RunClock = .skipping(),
        listener: WaitListener? = nil
    ) async throws -> History {
        let transport = InProcessTransport(respond)
        return try await Self.run(plan, at: InProcessTransport.url, transport, first, clock: clock, listener: listener)
    }

    private static func run(
        _ plan: Plan,
        at url: String,
        _ transport: any Transport,
        _ first: Credentials,
        clock: RunClock = .continuous(),
        listener: WaitListener? = nil
    ) async throws -> History {
        let assignment = Runner.Assignment(
            target: try Target(url),
            profile: try .load("opportunity-scan"),
            plan: plan,
            first: first,
            seed: 9
        )
        return try await Runner(assignment, transport: transport, clock: clock, listener: listener).run()
    }

    private final class WaitListener: RunListener {
        private let told = Mutex<[String]>([])

        var reasons: [String] { told.withLock { $0 } }

        func runDidStart(plan: Plan, target: String) {}
        func runDidWait(_ reason: String) { told.withLock { $0.append(reason) } }
        func runDidRecord(_ event: Event) {}
        func runDidEnd(_ footer: History.Footer) {}
    }
}
