//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import NIOHTTP1
import ProbeHistory
import Testing

@testable import Probe

/// A history against what came in on the other end of its connections.
@Suite(.timeLimit(.minutes(5))) struct SentAsRecordedTests {
    @Test(arguments: [true, false])
    func `every request of every workload is recorded as it was sent`(fresh: Bool) async throws {
        let deployment = TestDeployment()
        var plan = Plan.quick()
        plan.jobs.freshConnections = fresh
        plan.initiate.joins = 1
        plan.initiate.refreshes = 1
        plan.status.fastPolls = 5
        plan.isolation.probes = 2
        plan.errors.negativeProbes = 1
        plan.errors.burst = 5
        let performed = plan
        let (history, requests) = try await WireServer.with { request in
            Self.parts(deployment.respond(to: Self.parsed(request)))
        } _: { server in
            try await HTTPTransport.withTransport { transport in
                let runner = Runner(
                    Runner.Assignment(
                        target: try Target("http://127.0.0.1:\(server.port)"),
                        profile: try .load("opportunity-scan"),
                        plan: performed,
                        first: .password(email: "ada", password: TestDeployment.password),
                        second: .password(email: "bob", password: TestDeployment.password),
                        seed: 42
                    ),
                    transport: transport
                )
                let history = try await runner.run()
                return (history, server.requests.map { "\($0.line) at \(server.port)" })
            }
        }
        let recorded = history.events.filter { $0.connection > 0 }.map { event in
            let address = event.url.dropFirst("http://127.0.0.1:".count)
            return "\(event.method) \(address.drop { $0 != "/" }) HTTP/1.1 at \(address.prefix { $0 != "/" })"
        }
        #expect(recorded.sorted() == requests.sorted())
        let intents = Set(history.events.map(\.intent))
        let expected: Set<Event.Intent> = [
            .course, .joins, .refreshes, .followsLink, .early, .unknownID, .foreignID, .noToken, .hostileID, .burst,
            .malformedJSON, .longHeader,
        ]
        #expect(intents.isSuperset(of: expected), "\(expected.subtracting(intents))")
    }

    // MARK: - Fixtures

    private static func parsed(_ request: WireServer.Request) -> TestServer.Request {
        let lines = request.head.split(separator: "\r\n").dropFirst()
        var headers = HTTPHeaders()
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 { headers.add(name: String(parts[0]), value: String(parts[1].drop { $0 == " " })) }
        }
        return TestServer.Request(
            method: String(request.line.prefix { $0 != " " }),
            path: request.target,
            headers: headers,
            body: request.body,
            remotePort: 0
        )
    }

    private static func parts(_ reply: TestServer.Reply) -> [WireServer.Part] {
        guard case .response(let status, let headers, let body) = reply else { return [.close] }
        let fields = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        return [.text("HTTP/1.1 \(status) OK\r\n\(fields)content-length: \(body.utf8.count)\r\n\r\n\(body)")]
    }
}
