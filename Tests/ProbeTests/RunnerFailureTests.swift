//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import Probe
import ProbeHistory
import Testing

@Suite struct RunnerFailureTests {
    @Test func `a refused login says so in one line`() async throws {
        let failure = await self.failure(first: .password(email: "ada", password: "wrong-password-77"))
        #expect(failure?.code == .loginRefused)
        #expect(failure?.message.contains("refused ada with 401") == true)
        #expect(failure?.message.contains("wrong-password-77") == false)
        #expect(failure?.message.contains("\n") == false)
    }

    @Test func `a second user who is refused ends the run too`() async throws {
        let failure = await self.failure(second: .password(email: "bob", password: "wrong"))
        #expect(failure?.message.contains("refused bob with 401") == true)
    }

    @Test func `one user cannot stand for two`() async throws {
        let ada = Credentials.password(email: "ada", password: TestDeployment.password)
        #expect(await failure(first: ada, second: ada)?.code == .badCredentials)
    }

    @Test func `missing credentials are asked for`() async throws {
        let failure = await self.failure(first: nil)
        #expect(failure?.code == .badCredentials)
        #expect(failure?.message.contains("SCAN_PROBE_EMAIL") == true)
    }

    @Test func `a token that starts no job is refused`() async throws {
        let failure = await self.failure(first: .token("worthless"))
        #expect(failure?.code == .loginRefused)
        #expect(failure?.message.contains("401") == true)
    }

    @Test(arguments: [400, 405, 415, 422])
    func `an API that takes no initiation as the profile sends it is not accused`(status: Int) async throws {
        let profile = try Profile(
            yaml: """
                name: reports
                initiate: {method: POST, path: /reports, json: {kind: none}}
                status: {method: GET, path: "/reports/{job_id}"}
                results: status
                read: {job_id: $.id, state: $.state, result: $.result}
                states: {running: [running], complete: [done]}
                offers: []
                """,
            fileName: "reports.yaml"
        )
        let failure = await self.failure(profile: profile, first: nil, second: nil) { _ in
            .response(status: status, body: #"{"error":"kind is unknown"}"#)
        }
        #expect(failure?.message.contains("to every initiation") == true, "\(failure?.message ?? "")")
        if status != 405 { #expect(failure?.message.contains("kind is unknown") == true, "\(failure?.message ?? "")") }
    }

    @Test(arguments: [(16 << 10, false), ((16 << 10) + 1, true)])
    func `a login that gives a token too long for a header is refused`(length: Int, isRefused: Bool) async throws {
        let deployment = TestDeployment()
        let failure = await self.failure { request in
            guard request.path.hasSuffix("/auth/login") else { return deployment.respond(to: request) }
            let token = String(repeating: "t", count: length)
            return .response(status: 200, body: #"{"access_token":"\#(token)","user":{"id":"u"}}"#)
        }
        // A token of a length that is taken is one that the deployment does not know.
        #expect(failure?.code == (isRefused ? .loginRefused : .badCredentials))
        #expect(failure?.message.contains("a token that no header can carry") == isRefused, "\(failure?.message ?? "")")
    }

    @Test func `a token that was given needs no login`() async throws {
        let (history, _) = try await TestDeployment.probe(first: .token(TestDeployment.token(of: "ada")), second: nil)
        #expect(history.events(.login).isEmpty)
        #expect(history.header.access.usesTokens)
        #expect(history.events(.results).contains { $0.state == .complete })
    }

    @Test(arguments: [
        (TestServer.Reply.response(status: 404, body: "<html>"), "there is no login here"),
        (.response(status: 200, body: "<html>Welcome</html>"), "without a token"),
        (.response(status: 503, body: "{}"), "answered 503 to the login"),
        (
            .response(status: 301, headers: [("location", "https://other.example/")], body: ""),
            "redirects to https://other.example/"
        ),
        (.reset, "cannot be reached"),
        (.garbage, "is not HTTP"),
    ])
    func `an address that is no job API is told so`(reply: TestServer.Reply, words: String) async throws {
        let failure = await self.failure { _ in reply }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "no failure")")
        #expect(failure?.message.contains("\n") == false)
    }

    @Test func `nothing that listens is told so`() async throws {
        try await withClosedPort { port in
            let failure = await self.failure(url: "http://127.0.0.1:\(port)")
            #expect(failure?.code == .unreachable)
            #expect(failure?.message.contains("127.0.0.1:\(port)") == true)
            #expect(failure?.message.contains("nothing answers at") == true, "\(failure?.message ?? "")")
        }
    }

    @Test func `a deployment without login at the wrong address is told so`() async throws {
        let text = try #require(Profile.builtInText("opportunity-scan"))
        var profile = try Profile(yaml: text, fileName: "test")
        profile.login = nil
        let reply = TestServer.Reply.response(status: 404, body: "<html>")
        let failure = await self.failure(profile: profile, first: nil, second: nil) { _ in reply }
        #expect(failure?.code == .badTarget)
        #expect(failure?.message.contains("404") == true)
    }

    @Test(arguments: [
        ("localhost:8080", "is no address"), ("", "is no address"), ("ftp://host", "`ftp` is not spoken"),
        ("http://user:secret@host", "--password-file"), ("http://host/?a=b", "query"),
    ])
    func `a wrong address is told apart`(address: String, words: String) throws {
        let failure = #expect(throws: ProbeFailure.self) { try Target(address) }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
        #expect(failure?.message.contains("secret") == false)
    }

    @Test func `a login that failed leaves a history that can be read`() async throws {
        let lines = Lines()
        _ = try? await TestDeployment.probe(first: .password(email: "ada", password: "wrong"), writer: lines.writer)
        let history = try HistoryReader().read(lines.bytes)
        #expect(history.events(.login).map { $0.outcome.response?.status } == [401])
    }

    @Test func `a history that cannot be written ends in a failure, not in a lie`() async throws {
        struct DiskFull: Error {}
        let writer = HistoryWriter { _ in throw DiskFull() }
        let failure = await #expect(throws: ProbeFailure.self) { try await TestDeployment.probe(writer: writer) }
        #expect(failure?.code == .output)
    }

    // MARK: - Fixtures

    private func failure(
        url: String? = nil,
        profile: Profile? = nil,
        first: Credentials? = .password(email: "ada", password: TestDeployment.password),
        second: Credentials? = .password(email: "bob", password: TestDeployment.password),
        respond: (@Sendable (TestServer.Request) -> TestServer.Reply)? = nil
    ) async -> ProbeFailure? {
        let deployment = TestDeployment()
        return await #expect(throws: ProbeFailure.self) {
            try await TestServer.with(respond ?? { deployment.respond(to: $0) }) { server in
                try await HTTPTransport.withTransport { transport in
                    let assignment = Runner.Assignment(
                        target: try Target(url ?? server.url),
                        profile: try profile ?? Profile.load("opportunity-scan"),
                        plan: .quick(),
                        first: first,
                        second: second,
                        seed: 1
                    )
                    // The wait for a starting deployment takes no time here.
                    return try await Runner(assignment, transport: transport, clock: .skipping()).run()
                }
            }
        }
    }
}
