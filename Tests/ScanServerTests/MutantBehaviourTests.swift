//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOHTTP1
import ScanMutants
import TestSupport
import Testing

/// The faults of mutants as seen by a client, each with one worker and an in-memory store.
///
/// These tests show that a mutant has the fault it claims; the grade tests show that the prober detects it.
@Suite(.timeLimit(.minutes(10))) struct `What a mutant does` {
    struct Case: Sendable, CustomTestStringConvertible {
        let mutant: String
        /// Returns true if the deployment has the mutant's fault.
        let isWrong: @Sendable (Subject) async throws -> Bool

        var testDescription: String { mutant }
    }

    /// A deployment with two users, the first of whom has a complete scan of the whole market.
    struct Subject: Sendable {
        let user: APIClient
        let second: APIClient
        let scan: String

        func complete(_ body: String) async throws -> String {
            let scan = try #require(try await user.discover(body).scanID)
            _ = try await eventually { try await user.status(scan).state != "scanning" }
            return scan
        }

        func results() async throws -> [String: Any] { try await user.results(scan).json }

        func opportunities() async throws -> [[String: Any]] {
            try await results()["opportunities"] as? [[String: Any]] ?? []
        }
    }

    static let cases = [
        Case(mutant: "running-scan-never-joined") { try await $0.user.discover().scanID != $0.scan },
        Case(mutant: "refresh-ignored") {
            try await $0.user.discover(#"{"force_refresh":true}"#).scanID == $0.scan
        },
        Case(mutant: "refresh-removes-old-scan") {
            _ = try await $0.complete(#"{"force_refresh":true}"#)
            return try await $0.user.status($0.scan).status == 404
        },
        Case(mutant: "reinitiation-stuck-at-zero") {
            let scan = try #require(try await $0.user.discover(#"{"force_refresh":true}"#).scanID)
            let progress = try await $0.user.status(scan).json["progress"] as? [String: Any]
            return progress?["total_strategies"] as? Int == 0
        },
        Case(mutant: "empty-object-refused") { try await $0.user.discover().status == 422 },
        Case(mutant: "poll-address-broken") {
            let address = try #require(try await $0.user.discover().json["poll_url"] as? String)
            return try await $0.user.send(.GET, address).status == 404
        },
        Case(mutant: "filters-not-echoed") {
            let filters = try await $0.user.discover(#"{"symbols":"BTC/USDT"}"#).json["filters"] as? [String: Any]
            return (filters?["symbols"] as? [String])?.isEmpty == true
        },
        Case(mutant: "initiation-headers-missing") {
            try await !$0.user.discover().headers.contains(name: "location")
        },
        Case(mutant: "failed-without-error") {
            let scan = try await $0.complete(#"{"symbols":"BTC/USDT"}"#)
            let answer = try await $0.user.status(scan)
            return answer.state == "failed" && answer.json["error"] == nil
        },
        Case(mutant: "another-id-in-status") { try await $0.user.status($0.scan).scanID != $0.scan },
        Case(mutant: "unknown-id-found") {
            try await $0.user.status("scan_" + String(repeating: "0", count: 32)).status == 200
        },
        Case(mutant: "results-short-by-one") {
            try await $0.opportunities().count + 1 == $0.results()["total_opportunities"] as? Int
        },
        Case(mutant: "results-with-duplicate") {
            // Two strategies may find the same symbol, but not with the same figures.
            let first = try await $0.opportunities().prefix(2).map { $0 as NSDictionary }
            return first.count == 2 && first[0] == first[1]
        },
        Case(mutant: "results-missing-field") {
            try await $0.opportunities().first.map { $0["confidence_score"] == nil } ?? false
        },
        Case(mutant: "results-with-nan") {
            let body = try await $0.user.results($0.scan).body
            return String(decoding: body, as: UTF8.self).contains("NaN")
        },
        Case(mutant: "times-without-offset") {
            try await ($0.results()["last_updated"] as? String)?.hasSuffix("Z") == false
        },
        Case(mutant: "results-with-foreign-user") { try await $0.results()["user_id"] as? String != "demo" },
        Case(mutant: "foreign-scan-forbidden") {
            _ = try await $0.user.status($0.scan)
            return try await $0.second.status($0.scan).status == 403
        },
        Case(mutant: "memory-ignores-owner") {
            _ = try await $0.user.status($0.scan)
            return try await $0.second.status($0.scan).status == 200
        },
        Case(mutant: "status-without-authentication") {
            try await APIClient(url: $0.user.url, isReference: false).status($0.scan).status == 200
        },
        Case(mutant: "glob-in-id-matches") {
            _ = try await $0.user.status($0.scan)
            return try await $0.user.status("*").status == 200
        },
        Case(mutant: "diagnostics-open-to-users") {
            try await $0.user.send(.GET, "/api/v1/scan-diagnostics/scan-metrics").status == 200
        },
        Case(mutant: "malformed-json-crashes") { try await $0.user.discover("{").status == 500 },
        Case(mutant: "malformed-json-accepted") { try await $0.user.discover("{").status == 200 },
        Case(mutant: "wrong-type-crashes") { try await $0.user.discover(#"{"symbols":3}"#).status == 500 },
        Case(mutant: "wrong-type-accepted") { try await $0.user.discover(#"{"symbols":3}"#).status == 200 },
        Case(mutant: "wrong-media-type-accepted") {
            try await $0.user.send(.POST, "/api/v1/opportunities/discover", body: "{}", type: "text/plain").status
                == 200
        },
        Case(mutant: "oversized-body-accepted") {
            let body = "{\"symbols\":\"" + String(repeating: "a", count: 70_000) + "\"}"
            return try await $0.user.discover(body).status == 200
        },
        Case(mutant: "allow-missing") {
            let answer = try await $0.user.send(.DELETE, "/api/v1/opportunities/discover")
            return answer.status == 405 && !answer.headers.contains(name: "allow")
        },
        Case(mutant: "unknown-path-served") { try await $0.user.send(.GET, "/api/v1/nothing").status == 200 },
        Case(mutant: "errors-as-html") {
            try await $0.user.discover("{").headers.first(name: "content-type") == "text/html"
        },
        Case(mutant: "errors-tell-addresses") {
            try await ($0.user.discover("{").json["message"] as? String)?.contains("redis://") == true
        },
        Case(mutant: "dazed-by-bad-input") {
            _ = try await $0.user.discover("{")
            return try await $0.user.discover().status == 422
        },
        Case(mutant: "request-id-missing") {
            let answer = try await $0.user.send(.GET, "/api/v1/nothing")
            return !answer.headers.contains(name: "x-request-id") && answer.json["request_id"] == nil
        },
    ]

    @Test(arguments: cases)
    func `is what it says`(_ subject: Case) async throws {
        _ = try #require(Mutant.named(subject.mutant))
        try await withDeployment(.mutant(subject.mutant), arguments: ["--log-level", "critical"]) { deployment in
            let isWrong = try await subject.isWrong(try await Self.subject(at: deployment))
            #expect(isWrong)
        }
    }

    @Test(arguments: cases)
    func `is not what the reference does`(_ subject: Case) async throws {
        try await withDeployment(arguments: ["--log-level", "critical"]) { deployment in
            let isWrong = try await subject.isWrong(try await Self.subject(at: deployment))
            #expect(!isWrong)
        }
    }

    private static func subject(at deployment: Deployment) async throws -> Subject {
        let user = try await APIClient.logIn(at: deployment)
        let second = try await APIClient.logIn("second", at: deployment)
        // Not a plain {}, which one mutant rejects.
        let body = #"{"force_refresh":false}"#
        let scan = try #require(try await user.discover(body).scanID)
        _ = try await eventually { try await user.status(scan).state == "complete" }
        return Subject(user: user, second: second, scan: scan)
    }
}
