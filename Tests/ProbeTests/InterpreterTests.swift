//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import Testing

@Suite struct InterpreterTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var operation: Event.Operation
        var status: Int
        var body: String
        var expected: ParsedFields?

        init(
            _ description: String,
            _ operation: Event.Operation,
            _ status: Int,
            _ body: String,
            _ expected: ParsedFields?
        ) {
            testDescription = description
            self.operation = operation
            self.status = status
            self.body = body
            self.expected = expected
        }
    }

    @Test(arguments: [
        Case("login, strict", .login, 200, #"{"access_token":"t","user_id":"u1"}"#, .init(userID: "u1")),
        Case("login, user.id", .login, 200, #"{"access_token":"t","user":{"id":7}}"#, .init(userID: "7")),
        Case(
            "initiation, strict",
            .initiate,
            200,
            #"{"scan_id":"s","status":"initiated","poll_url":"/p","results_url":"/r"}"#,
            .init(state: .initiated, stateWord: "initiated", jobID: "s", pollURL: "/p", resultsURL: "/r")
        ),
        Case(
            "initiation, 201 without word",
            .initiate,
            201,
            #"{"scan_id":"s"}"#,
            .init(state: .initiated, jobID: "s")
        ),
        Case(
            "initiation, 202 without word",
            .initiate,
            202,
            #"{"scan_id":"s"}"#,
            .init(state: .initiated, jobID: "s")
        ),
        Case(
            "initiation, refused",
            .initiate,
            422,
            #"{"status":"unprocessable","detail":[{"loc":["x"],"msg":"bad"}]}"#,
            .init(stateWord: "unprocessable", message: "bad")
        ),
        Case(
            "scanning",
            .status,
            200,
            #"{"scan_id":"s","status":"scanning","progress":{"strategies_completed":1,"total_strategies":3,"#
                + #""opportunities_found_so_far":2,"percentage":33.3}}"#,
            .init(
                state: .scanning,
                stateWord: "scanning",
                jobID: "s",
                progress: .init(completed: 1, total: 3, found: 2, percentage: 33.3)
            )
        ),
        Case(
            "numbers of another form",
            .status,
            200,
            #"{"status":"scanning","progress":{"strategies_completed":1.0,"total_strategies":"3","percentage":NaN}}"#,
            .init(state: .scanning, stateWord: "scanning", progress: .init(completed: 1))
        ),
        Case(
            "failed",
            .status,
            200,
            #"{"status":"failed","message":"sorry","error":{"code":"x","message":"market away"}}"#,
            .init(state: .failed, stateWord: "failed", message: "market away")
        ),
        Case(
            "not found, strict",
            .status,
            404,
            #"{"status":"not_found","message":"none"}"#,
            .init(state: .notFound, stateWord: "not_found", message: "none")
        ),
        Case(
            "not found, lenient",
            .status,
            200,
            #"{"status":"not_found","message":"none"}"#,
            .init(state: .notFound, stateWord: "not_found", message: "none")
        ),
        Case("not found, detail only", .status, 404, #"{"detail":"none"}"#, .init(state: .notFound, message: "none")),
        Case("not found, error only", .results, 404, #"{"error":"none"}"#, .init(state: .notFound, message: "none")),
        Case("unknown word", .status, 200, #"{"status":"warming"}"#, .init(state: .unrecognised, stateWord: "warming")),
        Case("unauthorized", .status, 401, #"{"status":"unauthorized"}"#, .init(stateWord: "unauthorized")),
        Case("store away", .status, 503, #"{"message":"away"}"#, .init(message: "away")),
        Case("results pending", .results, 202, #"{"scan_id":"s"}"#, .init(state: .scanning, jobID: "s")),
        Case(
            "results without a list",
            .results,
            200,
            #"{"scan_id":"s","total_opportunities":3}"#,
            .init(jobID: "s", total: 3)
        ),
        Case("a page for people", .status, 200, "<html></html>", nil),
        Case("an array", .status, 200, "[]", nil),
        Case("nothing", .status, 200, "", nil),
    ])
    func `answers are parsed`(given: Case) throws {
        let interpreter = Interpreter(profile: try .load("opportunity-scan"))
        let parsed = interpreter.understand(body: given.body, status: given.status, operation: given.operation)
        #expect(parsed == given.expected)
    }

    @Test func `results are complete when they carry a list`() throws {
        let body = #"{"scan_id":"s","user_id":"u","opportunities":[{"a":1},{"a":2}],"total_opportunities":2}"#
        let parsed = try #require(try results(body))
        #expect(parsed.state == .complete)
        #expect(parsed.listed == 2)
        #expect(parsed.total == 2)
        #expect(parsed.userID == "u")
        #expect(parsed.digest?.count == 64)
    }

    @Test func `a digest sees values and order, not how they are written`() throws {
        func digest(_ list: String) throws -> String? { try results(#"{"opportunities":\#(list)}"#)?.digest }
        let digest1 = try digest(#"[{"a":1.50,"b":"\u00e9"},{"a":2}]"#)
        #expect(try digest(#"[ {"b":"é", "a":1.5}, {"a":2.0} ]"#) == digest1)
        #expect(try digest(#"[{"a":2},{"a":1.50,"b":"\u00e9"}]"#) != digest1)
        #expect(try digest(#"[{"a":1.51,"b":"é"},{"a":2}]"#) != digest1)
        // SHA-256 of `[]`.
        #expect(try digest("[]") == "4f53cda18c2baa0c0354bb5f9a3ecbe5ed12ab4d8e11ba873c2f11161202b945")
    }

    private static let otherKinds: [(profile: String, given: Case)] = [
        (
            "google-lro",
            Case(
                "without done",
                .status,
                200,
                #"{"name":"operations/1"}"#,
                .init(state: .scanning, jobID: "operations/1")
            )
        ),
        (
            "google-lro",
            Case(
                "done is false",
                .status,
                200,
                #"{"name":"operations/1","done":false,"metadata":{"progressPercent":25}}"#,
                .init(
                    state: .scanning,
                    stateWord: "false",
                    jobID: "operations/1",
                    progress: .init(percentage: 25)
                )
            )
        ),
        (
            "google-lro",
            Case(
                "done with an error",
                .status,
                200,
                #"{"name":"operations/1","done":true,"error":{"code":8,"message":"full"}}"#,
                .init(state: .failed, stateWord: "true", jobID: "operations/1", message: "full")
            )
        ),
        (
            "google-lro",
            Case(
                "done without a response",
                .status,
                200,
                #"{"name":"operations/1","done":true}"#,
                .init(state: .complete, stateWord: "true", jobID: "operations/1")
            )
        ),
        (
            "google-lro",
            Case("unavailable", .status, 503, #"{"error":{"code":503,"message":"away"}}"#, .init(message: "away"))
        ),
        (
            "google-lro",
            Case("not found", .status, 404, #"{"error":{"message":"none"}}"#, .init(state: .notFound, message: "none"))
        ),
        ("http-202", Case("accepted", .status, 202, "", .init(state: .scanning))),
        ("http-202", Case("see other", .status, 303, "", .init(state: .complete))),
        ("http-202", Case("moved", .status, 301, "", nil)),
        ("http-202", Case("the result", .status, 200, #"{"status":"running"}"#, .init(state: .complete))),
        ("http-202", Case("gone", .status, 410, "", .init(state: .notFound))),
        ("http-202", Case("a page", .status, 200, "<!DOCTYPE html><html></html>", nil)),
        ("http-202", Case("a failing server", .status, 500, "", nil)),
        (
            "opportunity-scan",
            Case("a redirect with a word", .status, 302, #"{"status":"complete"}"#, .init(stateWord: "complete"))
        ),
        ("opportunity-scan", Case("a number for a word", .status, 200, #"{"status":200}"#, ParsedFields())),
    ]

    @Test(arguments: Self.otherKinds)
    func `answers of other kinds are parsed`(profile: String, given: Case) throws {
        let interpreter = Interpreter(profile: try .load(profile))
        let parsed = interpreter.understand(body: given.body, status: given.status, operation: given.operation)
        #expect(parsed == given.expected)
    }

    @Test(arguments: [
        (
            "google-lro", #"{"name":"operations/1","done":true,"response":{"a":1.0}}"#,
            #"{"done":true,"response":{"a":1}}"#
        ),
        ("ogc-processes", #"{"status":"running","b":[1,2]}"#, #"{ "b":[1,2], "status":"running" }"#),
        ("http-202", "a,b\n1,2\n", "a,b\n1,2\n"), ("http-202", "", ""),
    ])
    func `results of any kind are told apart by their digest`(profile: String, body: String, same: String) throws {
        let interpreter = Interpreter(profile: try .load(profile))
        func results(_ body: String) -> ParsedFields? {
            interpreter.understand(body: body, status: 200, operation: .results)
        }
        #expect(results(body)?.state == .complete)
        #expect(results(body)?.digest?.count == 64)
        #expect(results(body)?.digest == results(same)?.digest)
        #expect(results(body)?.digest != results(#"{"done":true,"response":{"a":2}}"#)?.digest)
    }

    private func results(_ body: String) throws -> ParsedFields? {
        Interpreter(profile: try .load("opportunity-scan")).understand(body: body, status: 200, operation: .results)
    }
}
