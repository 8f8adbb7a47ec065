//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import ProbeHistory
import Testing

@testable import Probe

/// That polls are sent as they are recorded is required of every run by `expectRecordedAsSent`.
@Suite(.timeLimit(.minutes(1))) struct RepeatedPollTests {
    @Test func `what is made for each request is another one in each poll`() async throws {
        let api = WireAPI.offering(status: #"url: "{status_url}", headers: {X-Key: "k-{uuid}"}"#)
        let run = try await WireRun.perform([JobSeries()], on: api)
        let keys = run.received.compactMap { $0.header("x-key") }
        let polls = run.history.events.count { $0.operation == .status }
        #expect(polls > 1 && keys.count == polls && Set(keys).count == polls)
    }

    @Test func `a poll is filled in anew with another token or another captured value`() {
        let repeated = RepeatedPoll()
        let values = ["status_url": CapturedValue(text: "/jobs/1", base: "http://127.0.0.1/jobs")]
        #expect(repeated.filled(with: values, token: "a") == nil)
        repeated.keep(Self.filled(with: values, token: "a"))
        #expect(repeated.filled(with: values, token: "a")?.call.url == "http://127.0.0.1/jobs/1")
        #expect(repeated.filled(with: values, token: "b") == nil)
        #expect(repeated.filled(with: values, token: nil) == nil)
        let moved = ["status_url": CapturedValue(text: "/jobs/1", base: "http://127.0.0.2/jobs")]
        #expect(repeated.filled(with: moved, token: "a") == nil)
        #expect(repeated.filled(with: [:], token: "a") == nil)
    }

    @Test(arguments: [
        ("{job_id}", false), ("a {uuid}", true), ("{hex32}", true), ("{now}", true), ("{job_id}-{n}", true),
    ])
    func `a call with something that is made for each request is told apart`(header: String, isMadeAnew: Bool) {
        let call = Profile.Endpoint(method: "GET", path: "/{job_id}", accepts: [200], headers: ["X-Key": header])
        #expect(call.isMadeAnew == isMadeAnew)
    }

    @Test func `an answer is known again by its bytes and by all that it was understood with`() throws {
        let interpreter = Interpreter(profile: try .load("opportunity-scan"))
        let repeated = RepeatedPoll()
        func known(
            _ reply: Exchange.Reply,
            url: String = "http://h/1",
            _ captured: [String: CapturedValue] = [:]
        ) -> ParsedFields? {
            repeated.parsed(from: reply, url: url, captured, by: interpreter)
        }
        let answer = Self.reply(#"{"a":"é"}"#)
        let parsed = ParsedFields(state: .scanning)
        #expect(known(answer) == nil)
        repeated.keep(parsed, from: answer, url: "http://h/1", [:])
        #expect(known(answer)?.isIdentical(to: parsed) == true)
        // Nothing is read from these.
        #expect(known(Self.reply(#"{"a":"é"}"#, ["date": "today", "x-request-id": "2"])) != nil)
        // Equal as texts, and yet another body.
        #expect(known(Self.reply("{\"a\":\"e\u{301}\"}")) == nil)
        #expect(known(Self.reply(#"{"a":"é"}"#, status: 404)) == nil)
        // The beginning of a longer one.
        #expect(known(Self.reply(#"{"a":"é"}"#, bodyBytes: 5000)) == nil)
        #expect(known(Self.reply(#"{"a":"é"}"#, ["content-type": "text/html"])) == nil)
        #expect(known(answer, url: "http://h/2") == nil)
        #expect(known(answer, ["name": CapturedValue(text: "value", base: "http://h/")]) == nil)
    }

    @Test(arguments: ["x-state", HeaderFields.requestID])
    func `an answer with another value in a header field that is read is another one`(name: String) throws {
        let profile = OfferingDouble.profile.replacing("state: $.state", with: "state: {header: \(name)}")
        let interpreter = Interpreter(profile: try Profile(yaml: profile, fileName: "double.yaml"))
        var fields: HeaderFields = ["content-type": "application/json", name: "running"]
        let first = fields
        #expect(interpreter.readsSame(first, fields))
        fields[name] = "done"
        #expect(!interpreter.readsSame(first, fields))
        fields[name] = nil
        #expect(!interpreter.readsSame(first, fields) && !interpreter.readsSame(fields, first))
    }

    @Test func `a long body is not held`() throws {
        let interpreter = Interpreter(profile: try .load("opportunity-scan"))
        let repeated = RepeatedPoll()
        for length in [ReadingLimits.smallBody, ReadingLimits.smallBody + 1] {
            let reply = Self.reply(String(repeating: "1", count: length))
            repeated.keep(ParsedFields(state: .scanning), from: reply, url: "http://h/", [:])
            let known = repeated.parsed(from: reply, url: "http://h/", [:], by: interpreter)
            #expect((known != nil) == (length == ReadingLimits.smallBody))
        }
    }

    @Test func `a secret that was learnt between two polls is hidden in the second one`() {
        let redactor = Redactor()
        let form = KeptForm(redactor: redactor)
        let repeated = RepeatedPoll()
        let parsed = ParsedFields(state: .failed, message: "open sesame")
        func message() -> String? {
            form.event(Self.poll(Response(status: 200, parsed: parsed)), repeated).outcome.response?.parsed?.message
        }
        #expect(message() == "open sesame")
        #expect(message() == "open sesame")
        redactor.learn("open sesame")
        #expect(message() == "***")
        #expect(message() == "***")
    }

    // MARK: - Fixtures

    private static func filled(with captured: [String: CapturedValue], token: String?) -> RepeatedPoll.Filled {
        RepeatedPoll.Filled(
            captured: captured,
            token: token,
            call: RenderedCall(url: "http://127.0.0.1/jobs/1", headers: [:]),
            request: TransportRequest(
                method: "GET",
                url: "http://127.0.0.1/jobs/1",
                headers: [],
                timeout: .seconds(1),
                freshConnection: false
            )
        )
    }

    private static func reply(
        _ body: String,
        _ headers: HeaderFields = [:],
        status: Int = 200,
        bodyBytes: Int? = nil
    ) -> Exchange.Reply {
        Exchange.Reply(status: status, headers: headers, body: body, bodyBytes: bodyBytes)
    }

    private static func poll(_ response: Response) -> Event {
        Event(
            id: 1,
            operation: .status,
            intent: .course,
            user: .first,
            method: "GET",
            url: "http://h/",
            sent: .start,
            received: .start,
            connection: 1,
            reusesConnection: false,
            outcome: .answered(response)
        )
    }
}
