//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// The names and numbers of requests that brought nothing.
@Suite struct DisturbancesTests {
    private func poll(_ second: Double, _ outcome: Outcome, _ intent: Event.Intent = .course) -> Exchange {
        Exchange.poll("scan_a", at: second, .scanning).with {
            $0.intent = intent
            $0.outcome = outcome
        }
    }

    private func sentence(_ exchanges: Exchange...) -> String? {
        Disturbances(History([.initiate("scan_a", at: 0, body: "{}")] + exchanges)).sentence
    }

    @Test func `kinds are told with their numbers and times, the most frequent first`() {
        let lost = Outcome.failure(.connectionLost)
        #expect(
            sentence(poll(1, .failure(.timedOut)), poll(2, lost), poll(4, lost), poll(3, lost))
                == "4 of 5 requests brought nothing about a scan: 3 lost the connection (+2.000 s to +4.000 s), "
                + "1 had no whole answer in time (+1.000 s)"
        )
    }

    @Test func `bad input that is cut off is no disturbance`() {
        #expect(sentence(poll(1, .failure(.connectionLost), .oversizedBody)) == nil)
        #expect(sentence(poll(1, .failure(.connectionLost))) != nil)
    }

    @Test func `failures of the prober itself stand apart`() {
        let harness = Outcome.failure(.harness)
        #expect(sentence(poll(1, harness)) == "1 failed in the prober itself and count for nothing")
        #expect(
            sentence(poll(1, harness), poll(2, .status(503)))
                == "1 of 3 requests brought nothing about a scan: 1 were answered 503 (+2.000 s); "
                + "1 failed in the prober itself and count for nothing"
        )
    }

    /// The statuses about the bounds of those that are disturbances.
    @Test(arguments: [
        (200, nil), (299, nil), (300, "were redirected with 300"), (399, "were redirected with 399"), (400, nil),
        (428, nil), (429, "were answered 429"), (499, nil), (500, "were answered 500"),
    ])
    func `a status without a body is a disturbance by its number`(status: Int, name: String?) throws {
        let poll = poll(1, .status(status)).with { $0.outcome.changeResponse { $0.parsed = ParsedFields() } }
        #expect(Disturbances(History([poll])).kinds.map(\.name) == [name].compactMap(\.self))
    }
}
