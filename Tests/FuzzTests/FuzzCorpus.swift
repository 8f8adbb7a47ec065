//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import CryptoExtras
import Foundation
import ProbeHistory
import Synchronization

@testable import ProbeAttestation

/// Sound inputs of every reader, from which the mutated ones are made.
enum FuzzCorpus {
    static let secrets = ["canary-password-1f7c", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl"]

    static let addresses = [
        "https://scan.example.com", "http://127.0.0.1:8080/api/v1", "http://[::1]:80/", "/jobs/7?code=1#x",
        "//h/x", "https://u:p@h:443/a/../b?x=%2F&key=1", "/api/v1/opportunities/status/scan_0123456789abcdef",
    ]

    static let replies = [
        "+OK\r\n", "-ERR no\r\n", ":42\r\n", "$5\r\nhello\r\n", "$-1\r\n", "*-1\r\n", "*0\r\n",
        "*3\r\n$1\r\na\r\n:-7\r\n*2\r\n+x\r\n$-1\r\n", "*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
    ]

    static let bodies = [
        #"{"success":true,"scan_id":"scan_1","status":"scanning","message":"m","progress":{"strategies_completed":1,"#
            + #""total_strategies":14,"opportunities_found_so_far":0,"percentage":7.5},"poll_url":"/x","results_url":"/y"}"#,
        #"{"scan_id":"s","opportunities":[{"symbol":"BTC/USDT","n":1e3,"m":null}],"total_opportunities":1}"#,
        #"{"access_token":"eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln","user":{"id":7},"a":[{"b":"\u00e9\ud83d\ude00"}]}"#,
        #"{"error":"https://u:canary-password-1f7c@h/?code=1&amp;sig=%63anary","detail":[{"msg":"no"}]}"#,
        #"{"name":"operations/1","done":true,"response":{"x":[1,2]},"error":{"code":5,"message":"m"}}"#,
        #"{"jobID":"j","status":"running","progress":5,"links":[{"href":"http://h/x","rel":"status"}]}"#,
        "<html><body>It works!</body></html>",
    ]

    static let answers = [
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Trailer: 1\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nSet-Cookie: a=b\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        "HTTP/1.0 503 Service Unavailable\r\nRetry-After: 5\r\n\r\naway",
    ]

    static let logLines = [
        #"{"timestamp":"2026-01-01T00:00:00Z","level":"INFO","message":"Scan started","scan_id":"s","request_id":"r"}"#,
        "2026-01-01T00:00:00Z warning scan: Failed to resolve scan cache key request_id=r1 scan_id=scan_1",
        "2026-01-01T00:00:00Z info scan: request finished duration_ms=5 path=/api/v1/x y=", "plain text",
    ]

    /// An event with an outcome.
    static func event(
        _ outcome: Outcome,
        id: Int = 1,
        _ operation: Event.Operation = .status,
        _ intent: Event.Intent = .course,
        at time: Instant = Instant(nanoseconds: 1_000_000_000)
    ) -> Event {
        Event(
            id: id,
            operation: operation,
            intent: intent,
            job: "scan-1",
            jobID: operation == .initiate ? nil : "scan_1",
            user: .first,
            method: operation == .initiate ? "POST" : "GET",
            url: "http://127.0.0.1:8080/api/v1/opportunities/\(operation.rawValue)/scan_1",
            requestBody: operation == .initiate ? #"{"force_refresh":true}"# : nil,
            due: time,
            sent: time + .nanoseconds(1000),
            received: time + .milliseconds(5),
            connection: id,
            reusesConnection: false,
            outcome: outcome
        )
    }

    /// The lines of a history with every kind of line, and events of every intent.
    static func history() throws -> String {
        let lines = Mutex(Data())
        try HistoryWriter { line in lines.withLock { $0 += line } }.write(wholeHistory)
        return String(decoding: lines.withLock { $0 }, as: UTF8.self)
    }

    private static var wholeHistory: History {
        var events: [Event] = []
        func add(_ outcome: Outcome, _ operation: Event.Operation, _ intent: Event.Intent = .course) {
            let id = events.count + 1
            events.append(event(outcome, id: id, operation, intent, at: .start + .milliseconds(id * 500)))
        }
        func answer(_ status: Int, _ body: String, _ parsed: ParsedFields?) -> Outcome {
            let headers: HeaderFields = [
                "content-type": "application/json", "x-request-id": "r\(events.count)", "location": "/x",
            ]
            return .answered(
                Response(
                    status: status,
                    headers: headers,
                    body: body,
                    bodyBytes: body.utf8.count,
                    worker: "w\(events.count % 3)",
                    parsed: parsed
                )
            )
        }
        add(
            answer(
                200,
                bodies[0],
                ParsedFields(state: .initiated, jobID: "scan_1", pollURL: "/x", resultsURL: "/y")
            ),
            .initiate
        )
        for step in 0..<6 {
            let progress = JobProgress(completed: step, total: 6, found: step, percentage: Double(step) * 100 / 6)
            let state: JobState = step == 5 ? .complete : .scanning
            let parsed = ParsedFields(state: state, stateWord: "x", jobID: "scan_1", progress: progress, total: 1)
            add(answer(200, bodies[0], parsed), .status)
        }
        let results = ParsedFields(state: .complete, jobID: "scan_1", total: 1, listed: 1, digest: "d")
        for _ in 0..<3 { add(answer(200, bodies[1], results), .results) }
        add(answer(404, bodies[3], ParsedFields(state: .notFound, message: "m")), .status)
        add(.unanswered(.init(kind: .timedOut, message: "late")), .status)
        for intent in Event.Intent.allCases {
            add(answer(404, bodies[3], ParsedFields(state: .notFound)), .status, intent)
        }
        let keys = StoredKey.Role.allCases.map {
            StoredKey(role: $0, key: "k", exists: true, remaining: .seconds(5), digest: "d")
        }
        return History(
            header: header,
            events: events,
            samples: StoreSnapshot.Occasion.allCases.map {
                StoreSnapshot(
                    occasion: $0,
                    job: "scan-1",
                    jobID: "scan_1",
                    asked: Instant(nanoseconds: 600_000_000),
                    received: Instant(nanoseconds: 700_000_000),
                    keys: keys
                )
            },
            faults: Fault.Kind.allCases.map {
                Fault(
                    kind: $0,
                    job: "scan-1",
                    jobID: "scan_1",
                    began: Instant(nanoseconds: 800_000_000),
                    ended: Instant(nanoseconds: 900_000_000),
                    detail: "d"
                )
            },
            logs: [
                LogRecord(
                    message: "Failed to resolve scan cache key",
                    level: "warning",
                    metadata: ["scan_id": "scan_1"]
                )
            ],
            footer: .init(reason: .finished, durationSeconds: 30)
        )
    }

    private static var plan: Plan {
        var plan = Plan(name: "fuzz", requestTimeout: .seconds(5), runBudget: .seconds(60))
        plan.jobs.maximumPolls = 10
        plan.jobs.earlyResultReads = 1
        plan.latency.statusP99 = .milliseconds(500)
        plan.soak.seconds = .seconds(10)
        return plan
    }

    private static var header: History.Header {
        .init(
            tool: "scan-probe 1",
            target: "http://127.0.0.1:8080",
            profile: "opportunity-scan",
            plan: plan,
            seed: 1,
            startedAt: "2026-01-01T00:00:00Z",
            access: .init(
                userID: "u",
                hasSecondUser: true,
                hasAdmin: true,
                usesTokens: true,
                hasStore: true,
                mayChangeStore: true,
                faults: Set(Fault.Kind.allCases),
                hasLogs: true
            )
        )
    }

    /// An envelope, its statement and keys, and the key that verifies the envelope.
    static func signOffs() throws -> (corpus: [String], key: VerificationKey) {
        let pem = Curve25519.Signing.PrivateKey().pemRepresentation
        let key = try SigningKey(pem: pem, name: "fuzz")
        let statement = #"""
            {"_type":"https://in-toto.io/Statement/v1","predicate":{"conclusion":"PASS","grade":"A","groupsNotRun":[],
            "judge":{"name":"scan-probe","version":"1"},"knownFailures":[],"plan":{"name":"p","seed":1},
            "signedAt":"2026-01-01T00:00:00Z","signer":{"keyid":"sha256:0"},"startedAt":"2026-01-01T00:00:00Z",
            "target":{"profile":"p","url":"http://h"},"verdict":"PASS"},"predicateType":"\#(SignOff.predicateType)",
            "subject":[{"digest":{"sha256":"00"},"name":"report.json"},{"digest":{"sha256":"11"},"name":"history.jsonl"}]}
            """#
        let envelope = try Envelope(payload: Data(statement.utf8), type: Statement.mediaType, signedWith: key)
        let publicPEM =
            "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n"
        return (
            [String(decoding: try envelope.json(), as: UTF8.self), statement, pem, publicPEM], key.verificationKey
        )
    }
}
