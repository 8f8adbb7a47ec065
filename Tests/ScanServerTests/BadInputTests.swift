//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import NIOHTTP1
import TestSupport
import Testing

/// The responses to bad input: never a 500, never HTML, and without side effects.
///
/// Source: `Conformance/Contract/api.md#errors`.
@Suite(.timeLimit(.minutes(10))) struct `Bad input` {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var method = HTTPMethod.POST
        var path = "/api/v1/opportunities/discover"
        var body: String? = "{}"
        var type = "application/json"
        let status: Int
        var header: String?

        var testDescription: String { name }
    }

    static let cases = [
        Case(name: "malformed JSON", body: "{\"force_refresh\":", status: 400),
        Case(name: "empty body", body: "", status: 400),
        Case(name: "deep nesting", body: String(repeating: "[", count: 60_000), status: 400),
        Case(name: "an array", body: "[]", status: 422),
        Case(name: "wrong type", body: #"{"symbols":3}"#, status: 422),
        Case(name: "negative profit", body: #"{"min_profit_potential":-1}"#, status: 422),
        Case(name: "unknown risk", body: #"{"filter_by_risk_level":"huge"}"#, status: 422),
        Case(name: "unknown tier", body: #"{"asset_tiers":["gold"]}"#, status: 422),
        Case(name: "unknown strategy", body: #"{"strategy_ids":["no_such_strategy"]}"#, status: 422),
        Case(name: "unknown strategy beside a known one", body: #"{"strategy_ids":"risk_management,x"}"#, status: 422),
        Case(name: "not JSON", type: "text/plain", status: 415),
        Case(name: "10 MB", body: "{\"symbols\":\"" + String(repeating: "a", count: 10 << 20) + "\"}", status: 413),
        Case(name: "65 KiB", body: "{\"symbols\":\"" + String(repeating: "a", count: 65 << 10) + "\"}", status: 413),
        Case(name: "wrong method", method: .DELETE, body: nil, status: 405, header: "allow"),
        Case(name: "unknown path", method: .GET, path: "/api/v2/nothing", body: nil, status: 404),
    ]

    static let ids = [
        "*", "%2A", "%2e%2e%2f%2e%2e", "[a-z]", "scan_%00", "scan_" + String(repeating: "*", count: 32),
        "scan_" + String(repeating: "0", count: 32), String(repeating: "a", count: 10_000),
    ]

    @Test func `gets the answers of the contract, and the server goes on serving`() async throws {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let client = try await APIClient.logIn(at: deployment)
            for bad in Self.cases {
                let answer = try await client.send(bad.method, bad.path, body: bad.body, type: bad.type)
                #expect(answer.status == bad.status, "\(bad.name)")
                expectErrorBody(answer, bad.name)
                if let header = bad.header { #expect(answer.headers.contains(name: header), "\(bad.name)") }
            }
            for id in Self.ids {
                let answer = try await client.status(id)
                #expect(answer.status == 404, "\(id.prefix(40))")
                expectErrorBody(answer, id)
            }
            let latest = try await client.send(.GET, "/api/v1/opportunities/user-status").json
            #expect(latest["last_scan_info"] is NSNull, "bad input started a scan")
            #expect(try await client.discover().status == 200)
            #expect(deployment.log.isEmpty, "\(deployment.log)")
        }
    }

    @Test func `an unknown strategy is named with those that there are, and unknown symbols find nothing`() async throws
    {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let client = try await APIClient.logIn(at: deployment)
            let refused = try await client.discover(#"{"strategy_ids":["Risk_Management","nope","neither"]}"#)
            let detail = try #require((refused.json["detail"] as? [[String: Any]])?.first)
            #expect(detail["loc"] as? [String] == ["body", "strategy_ids"])
            let message = try #require(detail["msg"] as? String)
            #expect(message.hasPrefix("does not know 'neither', 'nope'; it takes "), "\(message)")
            #expect(message.contains("risk_management"), "\(message)")

            let scan = try #require(try await client.discover(#"{"symbols":["NO-SUCH"]}"#).scanID)
            let isComplete = try await eventually { try await client.status(scan).state == "complete" }
            #expect(isComplete)
            let progress = try #require(try await client.status(scan).json["progress"] as? [String: Any])
            #expect(progress["total_strategies"] as? Int == 14)
            #expect(progress["strategies_completed"] as? Int == 14)
            #expect(try await client.results(scan).json["total_opportunities"] as? Int == 0)
        }
    }

    @Test func `headers that are too large are refused, and the server goes on serving`() async throws {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let client = APIClient(url: deployment.url, token: String(repeating: "a", count: 20_000))
            let refused = try await client.send(.GET, "/health")
            #expect(refused.status == 400)
            let served = try await APIClient(url: deployment.url).send(.GET, "/health")
            #expect(served.status == 200)
        }
    }

    private func expectErrorBody(_ answer: APIAnswer, _ name: String) {
        let json = answer.json
        #expect(json["success"] as? Bool == false, "\(name)")
        #expect(json["message"] is String, "\(name)")
        #expect(json["request_id"] as? String == answer.headers.first(name: "x-request-id"), "\(name)")
        #expect(answer.headers.first(name: "content-type")?.hasPrefix("application/json") == true, "\(name)")
    }

    @Test func `whoever is not logged in gets 401 on every call`() async throws {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let client = try await APIClient.logIn(at: deployment)
            let scan = try #require(try await client.discover().scanID)
            let token = try #require(client.token)
            for (name, bad) in Tokens.bad(from: token) {
                let stranger = APIClient(url: deployment.url, token: bad)
                for answer in [
                    try await stranger.discover(), try await stranger.status(scan), try await stranger.results(scan),
                    try await stranger.send(.GET, "/metrics"),
                ] {
                    #expect(answer.status == 401, "\(name)")
                    #expect(answer.headers.first(name: "www-authenticate") == "Bearer", "\(name)")
                    expectErrorBody(answer, name)
                }
            }
            #expect(try await client.send(.GET, "/metrics").status == 403)
            let admin = try await APIClient.logIn("admin", at: deployment)
            let metrics = try await admin.send(.GET, "/metrics")
            #expect(metrics.status == 200)
            #expect(String(decoding: metrics.body, as: UTF8.self).contains("# TYPE http_requests_total counter"))
        }
    }

    @Test func `a wrong password and an unknown address get the same answer`() async throws {
        try await withDeployment(arguments: ["--log-level", "error"]) { deployment in
            let client = APIClient(url: deployment.url)
            let answers = try await [
                client.logIn("demo@example.com", "wrong"), client.logIn("nobody@example.com", "wrong"),
            ]
            #expect(answers.map(\.status) == [401, 401])
            #expect(answers[0].json["message"] as? String == answers[1].json["message"] as? String)
            #expect(try await client.logIn("", "").status == 422)
        }
    }
}

extension APIClient {
    fileprivate func logIn(_ email: String, _ password: String) async throws -> APIAnswer {
        try await send(.POST, "/api/v1/auth/login", body: ["email": email, "password": password].json)
    }
}

/// Tokens that every server must reject.
private enum Tokens {
    static func bad(from token: String) -> [(String, String?)] {
        let parts = token.split(separator: ".").map(String.init)
        let none = base64(#"{"alg":"none","typ":"JWT"}"#)
        return [
            ("no token", nil), ("no JWT", "x"), ("alg none", "\(none).\(parts[1])."),
            ("alg none, signature kept", "\(none).\(parts[1]).\(parts[2])"),
            ("another signature", "\(parts[0]).\(parts[1]).\(base64("0123456789abcdef0123456789abcdef"))"),
            ("another user", "\(parts[0]).\(base64(#"{"sub":"admin","exp":4000000000,"role":"admin"}"#)).\(parts[2])"),
        ]
    }

    private static func base64(_ text: String) -> String {
        Base64URL.encode(text.utf8)
    }
}
