//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import KitSupport
import NIOHTTP1
import ProbeHistory
import Testing

@testable import Probe

/// An API that a run is performed on below HTTP; each run has a deployment of its own.
struct WireAPI: Sendable {
    let profile: @Sendable () throws -> Profile
    let first: Credentials?
    let second: Credentials?
    let admin: Credentials?
    /// Creates a deployment and returns its answers.
    let deploy: @Sendable () -> @Sendable (TestServer.Request) -> TestServer.Reply

    /// An API with users, filters, metrics and diagnostics.
    static let opportunityScan = WireAPI(
        profile: { try .load("opportunity-scan") },
        first: .password(email: "ada", password: TestDeployment.password),
        second: .password(email: "bob", password: TestDeployment.password),
        admin: .token("operators-token-5b1c"),
        deploy: { TestDeployment().respond(to:) }
    )

    /// An API with keys, cancelling, deleting, a list, pages, and addresses that only its answers give.
    static let offering = described(by: OfferingDouble.profile)

    /// An API that is not said to know unknown ids.
    static let plain = described(
        by: offeringProfile(status: #"path: "/jobs/{job_id}""#)
            .replacing("  capture: {status_url: {header: Location}}\n", with: "")
    )

    /// The double that offers so much, with another description of its polls.
    static func offering(status: String) -> WireAPI { described(by: offeringProfile(status: status)) }

    private static func offeringProfile(status: String) -> String {
        OfferingDouble.profile.replacing(#"url: "{status_url}""#, with: status)
    }

    private static func described(by profile: String) -> WireAPI {
        WireAPI(
            profile: { try Profile(yaml: profile, fileName: "double.yaml") },
            first: nil,
            second: nil,
            admin: nil,
            deploy: { OfferingDouble().respond }
        )
    }

    /// APIs that offer, taken together, all that a workload may need.
    static let all = [opportunityScan, offering, plain]

    /// The API with other answers.
    func answering(
        _ change: @escaping @Sendable (TestServer.Request, TestServer.Reply) -> TestServer.Reply
    ) -> WireAPI {
        WireAPI(profile: profile, first: first, second: second, admin: admin) {
            let answer = deploy()
            return { request in change(request, answer(request)) }
        }
    }
}

/// The history of a run as it was written, and the requests that came in on the other end of its connections.
struct WireRun {
    let history: History
    let received: [WireServer.Request]

    /// The commands for all faults, none of which does anything.
    private static let commands = [
        "kill_worker=true", "stop_worker=true", "pause_worker=true", "resume_worker=true", "stop_redis=true",
        "resume_redis=true", "restart_redis=true",
    ]

    /// Performs some workloads on an API that two addresses lead to, with everything that a workload may need.
    static func perform(
        _ workloads: [any Workload],
        on api: WireAPI,
        _ change: @escaping @Sendable (inout Plan) -> Void = { _ in }
    ) async throws -> WireRun {
        let answer = api.deploy()
        let lines = Lines()
        let received = try await WireServer.with {
            parts(answer(parsed($0)))
        } _: { first in
            try await WireServer.with {
                parts(answer(parsed($0)))
            } _: { second in
                let addresses = try [first, second].map { try Target("http://127.0.0.1:\($0.port)") }
                let assignment = Runner.Assignment(
                    target: addresses[0],
                    profile: try api.profile(),
                    plan: plan(change),
                    first: api.first,
                    second: api.second,
                    access: OperatorAccess(
                        admin: api.admin,
                        store: EmptyStore(),
                        mayChangeStore: true,
                        faults: try FaultCommands(commands),
                        replicas: addresses
                    ),
                    seed: 42
                )
                try await HTTPTransport.withTransport { transport in
                    let runner = Runner(
                        assignment,
                        workloads: workloads,
                        transport: transport,
                        // A real one: jobs are polled for as long as a fault lasts, and commands take real time.
                        clock: .continuous(),
                        writer: lines.writer,
                        decision: Undecided()
                    )
                    _ = try await runner.run()
                }
                return first.requests + second.requests
            }
        }
        return WireRun(history: try HistoryReader().read(lines.bytes), received: received)
    }

    private static func plan(_ change: (inout Plan) -> Void) -> Plan {
        .quick { plan in
            plan.initiate.joins = 1
            plan.initiate.refreshes = 1
            plan.initiate.twinBodies = [#"{"symbols":["TWIN/USDT"]}"#]
            plan.status.fastPolls = 5
            plan.isolation.probes = 2
            plan.errors.negativeProbes = 1
            plan.errors.burst = 5
            plan.rates.maximumPolls = 5
            plan.rates.initiationsPerMinute = 1000
            plan.rates.maximumInitiations = 3
            plan.recovery.polls = 2
            plan.recovery.workerPause = .milliseconds(50)
            plan.store.foreignKeys = 10
            change(&plan)
        }
    }

    /// Requires that what the history records is, byte for byte, what came in.
    func expectRecordedAsSent() {
        let sent = history.events.filter { $0.connection > 0 }
        #expect(sent.map(Self.text).sorted() == received.map(Self.text).sorted())
        // Each in a trace of its own, whose id the history has.
        let traces = received.map { TraceParent($0.header("traceparent") ?? "").map { "\(TraceID($0))" } ?? "none" }
        #expect(sent.map { $0.traceID.map { "\($0)" } ?? "no id" }.sorted() == traces.sorted())
        #expect(Set(traces).count == traces.count)
        // Of header fields the history shows those that differ from the profile's.
        let fields = Set(received.flatMap(Self.fields))
        for event in sent {
            for (name, value) in event.requestHeaders ?? [:] {
                #expect(fields.contains("\(Self.line(event)) \(name): \(value)"))
            }
        }
    }

    // MARK: - Exact texts

    // Texts that look alike are equal strings; escaped, they are not.
    private static func exact(_ text: String) -> String {
        text.unicodeScalars.map { $0.escaped(asASCII: true) }.joined()
    }

    private static func line(_ event: Event) -> String { exact("\(event.method) \(event.url) HTTP/1.1") }

    private static func line(_ request: WireServer.Request) -> String {
        let words = request.line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        return exact("\(words[0]) http://\(request.header("host") ?? "")\(words.count > 1 ? words[1] : "")")
    }

    private static func text(_ event: Event) -> String { "\(line(event)) \(exact(event.requestBody ?? ""))" }

    private static func text(_ request: WireServer.Request) -> String {
        var body = request.body.replacing(TestDeployment.password, with: Redactor.mask)
        if body.utf8.count > 64 * 1024 { body = "(a JSON object of \(body.utf8.count) bytes, not kept)" }
        return "\(line(request)) \(exact(body))"
    }

    private static func fields(_ request: WireServer.Request) -> [String] {
        ["content-type", "cookie"].compactMap { name in
            guard var value = request.header(name) else { return nil }
            if name == "cookie" {
                value = CookieField.pairs(in: value, separator: ";").map { "\($0.name)=\(Redactor.mask)" }
                    .joined(separator: "; ")
            }
            return "\(line(request)) \(name): \(value)"
        }
    }

    // MARK: - The deployment

    private static func parsed(_ request: WireServer.Request) -> TestServer.Request {
        TestServer.Request(
            method: String(request.line.prefix { $0 != " " }),
            path: request.target,
            headers: HTTPHeaders(request.fields),
            body: request.body,
            remotePort: 0
        )
    }

    private static func parts(_ reply: TestServer.Reply) -> [WireServer.Part] {
        guard case .response(let status, let headers, let body) = reply else { return [.close] }
        // A cookie, which the prober sends back to see what it ties it to.
        let fields = (headers + [("set-cookie", "route=a1; Path=/")]).map { "\($0.0): \($0.1)\r\n" }.joined()
        return [.text("HTTP/1.1 \(status) OK\r\n\(fields)content-length: \(body.utf8.count)\r\n\r\n\(body)")]
    }
}

/// No rate is ever decided, so that the plan's bounds end the run.
private struct Undecided: PollingDecision {
    let undecided: Set<Event.Operation> = [.status, .results, .initiate]

    func record(_ event: Event) {}
}

extension WireServer.Request {
    /// The header fields in their order.
    fileprivate var fields: [(String, String)] {
        head.split(separator: "\r\n").dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1].drop { $0 == " " })) : nil
        }
    }

    func header(_ name: String) -> String? { fields.first { $0.0.lowercased() == name }?.1 }
}
