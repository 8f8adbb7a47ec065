//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import Probe

@Suite struct RepeatedBodiesTests {
    @Test func `a poll that says the same again keeps no body`() {
        var repeated = RepeatedBodies()
        #expect(body(repeated.withoutRepeated(Self.poll(1, "{}"))) == "{}")
        #expect(body(repeated.withoutRepeated(Self.poll(2, "{}"))) == nil)
        #expect(body(repeated.withoutRepeated(Self.poll(3, #"{"a":1}"#))) == #"{"a":1}"#)
        #expect(body(repeated.withoutRepeated(Self.poll(4, "{}"))) == "{}")
    }

    @Test func `a poll that was sent before the one that was kept keeps its body`() {
        var repeated = RepeatedBodies()
        #expect(body(repeated.withoutRepeated(Self.poll(2, "{}"))) == "{}")
        #expect(body(repeated.withoutRepeated(Self.poll(1, "{}"))) == "{}")
    }

    @Test func `errors, results and answers about other jobs keep their bodies`() {
        var repeated = RepeatedBodies()
        let kept = [
            Self.poll(1, "{}", status: 404, state: .notFound), Self.poll(2, "{}", status: 404, state: .notFound),
            Self.poll(3, "{}", operation: .results), Self.poll(4, "{}", operation: .results),
            Self.poll(5, "{}", url: "http://h/1"), Self.poll(6, "{}", url: "http://h/2"),
            Self.poll(7, "x", state: nil), Self.poll(8, "x", state: nil),
        ]
        for event in kept { #expect(body(repeated.withoutRepeated(event)) == body(event)) }
    }

    // MARK: - Fixtures

    private func body(_ event: Event) -> String? { event.outcome.response?.body }

    private static func poll(
        _ id: Int,
        _ body: String,
        operation: Event.Operation = .status,
        url: String = "http://h/",
        status: Int = 200,
        state: JobState? = .scanning
    ) -> Event {
        Event(
            id: id,
            operation: operation,
            intent: .course,
            user: .first,
            method: "GET",
            url: url,
            sent: Instant(nanoseconds: 1),
            received: Instant(nanoseconds: 2),
            connection: 1,
            reusesConnection: true,
            outcome: .answered(Response(status: status, body: body, parsed: state.map { ParsedFields(state: $0) }))
        )
    }
}
