//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that sends invalid requests, each of which needs a client error.
struct BadInputProbes: Workload {
    private static let malformed = [#"{"force_refresh":tru"#, "{", #"{"symbols":["BTC/USDT"}"#, "no JSON at all"]
    private static let wrongTypes = [
        #"{"symbols":42}"#, #"{"force_refresh":[1]}"#, #"{"min_profit_potential":"much"}"#,
        #"{"filter_by_risk_level":7}"#,
    ]
    private static let mediaTypes = ["text/plain", "application/xml", "application/x-www-form-urlencoded"]
    private static let methods = ["DELETE", "PUT", "PATCH"]
    /// A size over the limit of 64 KiB for a body.
    private static let oversizedBytes = 80 * 1024

    /// The conditions under which bad input is sent.
    static let conditions: [WorkloadNeed] = [
        .feature(.errors), .plan("`errors.negative_probes` above 0") { $0.errors.negativeProbes > 0 },
    ]

    let groups: Set<RequirementGroup> = [.errors]
    let needs: [WorkloadNeed] = Self.conditions
    let sections: [any PlanSection.Type] = [Plan.Errors.self]
    let phase = WorkloadPhase.besideInTurn

    /// Sends each kind as often as the plan says, each on its own connection, once the first jobs were initiated.
    func run(_ context: RunContext) async throws {
        try await context.firstJobs.wait()
        for number in 0..<context.plan.errors.negativeProbes {
            for planned in self.planned(number, context) { _ = try await context.requester.send(planned) }
        }
    }

    private func planned(_ number: Int, _ context: RunContext) -> [PlannedRequest] {
        var random = SeededRandom(seed: context.seed, purpose: "bad input \(number)")
        let madeUpID = context.requester.profile.madeUpID.replacing("{hex32}", with: random.hex(digits: 32))
        func pick(_ texts: [String]) -> String { texts[number % texts.count] }
        func planned(_ operation: Event.Operation, _ intent: Event.Intent, body: String? = nil) -> PlannedRequest {
            PlannedRequest(operation: operation, intent: intent, token: context.first.token, body: body)
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
        let target = context.requester.target
        path.url = target.url(path: "/\(random.hex(digits: 12))", basePath: context.requester.profile.basePath)
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
