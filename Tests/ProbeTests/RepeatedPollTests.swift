//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import Testing

@testable import Probe

/// That polls are sent as they are recorded is required of every run by `expectRecordedAsSent`.
@Suite(.timeLimit(.minutes(1))) struct RepeatedPollTests {
    @Test func `what is made for each request is another one in each poll`() async throws {
        let profile = OfferingDouble.profile.replacing(
            #"url: "{status_url}""#,
            with: #"url: "{status_url}", headers: {X-Key: "k-{uuid}"}"#
        )
        let api = WireAPI(
            profile: { try Profile(yaml: profile, fileName: "double.yaml") },
            first: nil,
            second: nil,
            admin: nil,
            deploy: WireAPI.offering.deploy
        )
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

    @Test(arguments: [("{job_id}", false), ("a {uuid}", true), ("{hex32}", true), ("{now}", true), ("{job_id}-{n}", true)])
    func `a call with something that is made for each request is told apart`(header: String, isMadeAnew: Bool) {
        let call = Profile.Endpoint(method: "GET", path: "/{job_id}", accepts: [200], headers: ["X-Key": header])
        #expect(call.isMadeAnew == isMadeAnew)
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
}
