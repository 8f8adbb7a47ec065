//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that sends invalid requests, each of which needs a client error, and then a valid initiation.
struct BadInputProbes: Sendable {
    private static let malformed = [#"{"force_refresh":tru"#, "{", #"{"symbols":["BTC/USDT"}"#, "no JSON at all"]
    private static let wrongTypes = [
        #"{"symbols":42}"#, #"{"force_refresh":[1]}"#, #"{"min_profit_potential":"much"}"#,
        #"{"filter_by_risk_level":7}"#,
    ]
    private static let mediaTypes = ["text/plain", "application/xml", "application/x-www-form-urlencoded"]
    private static let methods = ["DELETE", "PUT", "PATCH"]
    /// A size over the limit of 64 KiB for a body.
    private static let oversizedBytes = 80 * 1024

    let context: RunContext

    /// Sends each kind as often as the plan says, each on its own connection.
    func run() async throws {
        for number in 0..<(self.context.plan.negativeProbes ?? 0) {
            for planned in self.planned(number) { _ = try await self.context.requester.send(planned) }
        }
    }

    /// Starts and follows a job, which checks that the bad input did no harm.
    func runAfterwards() async throws {
        guard self.context.plan.negativeProbes ?? 0 > 0, let body = self.context.plan.bodies.last else { return }
        var course = self.context.course("after-errors", body: self.context.fresh(body))
        course.intent = .afterErrors
        try await course.run()
    }

    private func planned(_ number: Int) -> [PlannedRequest] {
        var random = SeededRandom(seed: self.context.seed, purpose: "bad input \(number)")
        let madeUpID = self.context.requester.profile.madeUpID.replacing("{hex32}", with: random.hex(digits: 32))
        func pick(_ texts: [String]) -> String { texts[number % texts.count] }
        func planned(_ operation: Event.Operation, _ intent: Event.Intent, body: String? = nil) -> PlannedRequest {
            PlannedRequest(operation: operation, intent: intent, token: self.context.first.token, body: body)
        }
        var mediaType = planned(.initiate, .wrongMediaType, body: "{}")
        mediaType.contentType = pick(Self.mediaTypes)
        var oversized = planned(.initiate, .oversizedBody, body: Self.oversizedBody)
        oversized.shownBody = "(a JSON object of \(Self.oversizedBody.utf8.count) bytes, not kept)"
        // An unknown id: a deployment that does have the method must not delete a job.
        var method = planned(.status, .wrongMethod)
        method.jobID = madeUpID
        method.method = pick(Self.methods)
        var path = planned(.other, .unknownPath)
        let target = self.context.requester.target
        path.url = target.url(path: "/\(random.hex(digits: 12))", basePath: self.context.requester.profile.basePath)
        path.method = "GET"
        var bodies = [
            planned(.initiate, .malformedJSON, body: pick(Self.malformed)),
            planned(.initiate, .wrongType, body: pick(Self.wrongTypes)),
        ]
        for index in bodies.indices { bodies[index].contentType = "application/json" }
        oversized.contentType = "application/json"
        return bodies + [mediaType, oversized, method, path]
    }

    private static let oversizedBody = #"{"symbols":[""# + String(repeating: "A", count: Self.oversizedBytes) + #""]}"#
}
