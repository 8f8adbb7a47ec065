//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import ProbeHistory
import Testing

@testable import Probe

/// That each request begins a trace of its own is required of every run by `expectRecordedAsSent`.
@Suite(.timeLimit(.minutes(1))) struct `The traces of requests` {
    @Test(arguments: [
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", "4bf92f3577b34da6a3ce929d0e0e4736"),
        ("of another kind", nil),
    ])
    func `are those of the profile where it describes them`(value: String, id: String?) throws {
        var request = TransportRequest(
            method: "GET",
            url: "http://127.0.0.1",
            headers: [("TraceParent", value)],
            timeout: .seconds(1),
            freshConnection: true
        )
        #expect(request.beginTrace()?.description == id)
        #expect(request.headers.map(\.value) == [value])
    }

    @Test func `stand in the history as the profile describes them`() async throws {
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        let described = #"url: "{status_url}", headers: {TraceParent: "00-\#(trace)-00f067aa0ba902b7-00"}"#
        let api = WireAPI.offering(status: described)
        let run = try await WireRun.perform([JobSeries()], on: api)
        let sent = run.received.filter { $0.header("traceparent")?.hasPrefix("00-\(trace)-") == true }
        let recorded = run.history.events.filter { $0.traceID?.description == trace }
        #expect(!sent.isEmpty && sent.count == recorded.count)
        #expect(recorded.allSatisfy { $0.operation == .status })
        #expect(run.history.events.allSatisfy { $0.traceID != nil })
    }

    @Test func `are not shown where they are a secret`() {
        let redactor = Redactor()
        redactor.learn("4bf92f3577b34da6a3ce929d0e0e4736")
        var event = Event(
            id: 1,
            operation: .status,
            intent: .course,
            user: .first,
            method: "GET",
            url: "http://127.0.0.1",
            sent: .start,
            received: .start,
            connection: 1,
            reusesConnection: false,
            traceID: TraceID("4bf92f3577b34da6a3ce929d0e0e4736"),
            outcome: .answered(Response(status: 200))
        )
        let form = KeptForm(redactor: redactor)
        #expect(form.event(event).traceID == nil)
        event.traceID = TraceID("00f067aa0ba902b74bf92f3577b34da6")
        #expect(form.event(event).traceID == event.traceID)
    }
}
