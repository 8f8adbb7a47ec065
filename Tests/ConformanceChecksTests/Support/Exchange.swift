//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A request with its times and its response, before it becomes a numbered event.
struct Exchange {
    var operation: Event.Operation
    var intent: Event.Intent = .course
    var pace: Event.Pace = .usual
    /// The plan's name for the job.
    var job: String?
    var jobID: String?
    var user: Event.User = .first
    var url: String
    var requestBody: String?
    /// Seconds since the run started.
    var sent: Double
    /// Seconds since the run started.
    var received: Double
    var outcome: Outcome
    var reusesConnection = false

    static let base = "http://127.0.0.1:8080/api/v1/opportunities"

    static func statusURL(_ id: String) -> String { "\(base)/status/\(id)" }
    static func resultsURL(_ id: String) -> String { "\(base)/results/\(id)" }

    /// An initiation that is answered with an id.
    static func initiate(
        _ id: String,
        at sent: Double,
        took: Double = 0.02,
        body: String,
        user: Event.User = .first,
        state: JobState = .initiated
    ) -> Exchange {
        Exchange(
            operation: .initiate,
            user: user,
            url: "\(base)/discover",
            requestBody: body,
            sent: sent,
            received: sent + took,
            outcome: .answered(
                Response(
                    status: 200,
                    headers: ["location": "/api/v1/opportunities/status/\(id)", "retry-after": "3"],
                    body: #"{"filters":\#(body)}"#,
                    parsed: ParsedFields(
                        state: state,
                        stateWord: state.rawValue,
                        jobID: id,
                        pollURL: "/api/v1/opportunities/status/\(id)",
                        resultsURL: "/api/v1/opportunities/results/\(id)"
                    )
                )
            )
        )
    }

    /// A status poll of a known job.
    static func poll(
        _ id: String,
        at sent: Double,
        took: Double = 0.02,
        _ state: JobState,
        _ completed: Int = 0,
        of total: Int = 14,
        found: Int? = nil
    ) -> Exchange {
        let share = total == 0 ? 0 : 100 * Double(completed) / Double(total)
        let parsed = ParsedFields(
            state: state,
            stateWord: state.rawValue,
            jobID: id,
            progress: JobProgress(completed: completed, total: total, found: found, percentage: share.rounded()),
            total: state == .complete ? found : nil
        )
        return Exchange(
            operation: .status,
            jobID: id,
            url: statusURL(id),
            sent: sent,
            received: sent + took,
            outcome: .answered(Response(status: 200, parsed: parsed))
        )
    }

    /// A results read of a complete job.
    static func results(_ id: String, at sent: Double, took: Double = 0.02, listed: Int, digest: String) -> Exchange {
        let parsed = ParsedFields(state: .complete, jobID: id, total: listed, listed: listed, digest: digest)
        return Exchange(
            operation: .results,
            jobID: id,
            url: resultsURL(id),
            sent: sent,
            received: sent + took,
            outcome: .answered(Response(status: 200, parsed: parsed))
        )
    }

    /// A results read of a complete job that delivers a whole body.
    static func results(_ made: MadeResults, at sent: Double, took: Double = 0.02) -> Exchange {
        let digest = "digest of \(made.jobID)"
        var exchange = Self.results(made.jobID, at: sent, took: took, listed: made.opportunities.count, digest: digest)
        exchange.outcome.changeResponse { response in
            response.parsed?.userID = made.userID
            response.body = made.body
            response.bodyBytes = made.body.utf8.count
        }
        return exchange
    }

    func with(_ change: (inout Exchange) -> Void) -> Exchange {
        var copy = self
        change(&copy)
        return copy
    }
}

extension Outcome {
    /// Changes the response, where there is one.
    mutating func changeResponse(_ change: (inout Response) -> Void) {
        guard case .answered(var response) = self else { return }
        change(&response)
        self = .answered(response)
    }

    /// The response to an unknown id; each response has a request id of its own.
    static func notFound(_ request: Int = 0) -> Outcome {
        let id = "5f0c\(String(1000 + request))a1b2c3d4e5f6"
        return .answered(
            Response(
                status: 404,
                body: #"{"success":false,"status":"not_found","message":"No such scan.","request_id":"\#(id)"}"#,
                parsed: ParsedFields(state: .notFound, stateWord: "not_found", message: "No such scan.")
            )
        )
    }

    static func status(_ code: Int, _ state: JobState? = nil) -> Outcome {
        .answered(Response(status: code, parsed: ParsedFields(state: state, stateWord: state?.rawValue)))
    }

    /// The same response with another state.
    func said(_ state: JobState) -> Outcome {
        var copy = self
        copy.changeResponse { response in
            response.parsed?.state = state
            response.parsed?.stateWord = state.rawValue
        }
        return copy
    }

    /// The same response from a given worker.
    func from(worker: String) -> Outcome {
        var copy = self
        copy.changeResponse { $0.worker = worker }
        return copy
    }

    /// A status response with its body.
    static func status(_ code: Int, _ state: JobState, body: String) -> Outcome {
        let parsed = ParsedFields(state: state, stateWord: state.rawValue)
        return .answered(Response(status: code, body: body, bodyBytes: body.utf8.count, parsed: parsed))
    }

    static func failure(_ kind: Failure.Kind) -> Outcome { .unanswered(Failure(kind: kind, message: "no answer")) }
}

extension History {
    /// Numbers exchanges in the order of sending.
    init(
        _ exchanges: [Exchange],
        groups: [RequirementGroup] = Plan.allGroups,
        hasSecondUser: Bool = true,
        plan: (inout Plan) -> Void = { _ in }
    ) {
        let events = exchanges.sorted { $0.sent < $1.sent }.enumerated().map { index, exchange in
            Event(
                id: index + 1,
                operation: exchange.operation,
                intent: exchange.intent,
                pace: exchange.pace,
                job: exchange.job,
                jobID: exchange.jobID,
                user: exchange.user,
                method: exchange.operation == .initiate ? "POST" : "GET",
                url: exchange.url,
                requestBody: exchange.requestBody,
                sent: Instant(seconds: exchange.sent),
                received: Instant(seconds: exchange.received),
                connection: index + 1,
                reusesConnection: exchange.reusesConnection,
                outcome: exchange.outcome
            )
        }
        var made = Plan.forTests(groups: groups)
        plan(&made)
        self.init(
            header: Header(
                tool: "scan-probe 0.1.0",
                target: "http://127.0.0.1:8080",
                profile: "opportunity-scan",
                plan: made,
                seed: 1,
                startedAt: "2026-01-27T10:15:30Z",
                access: Access(userID: "u1", hasSecondUser: hasSecondUser, hasAdmin: true, usesTokens: true)
            ),
            events: events,
            footer: Footer(reason: .finished, durationSeconds: 60)
        )
    }
}

extension Plan {
    static let allGroups: [RequirementGroup] = [.initiate, .status, .progress, .results, .rates, .isolation]

    static func forTests(groups: [RequirementGroup] = Self.allGroups) -> Plan {
        var plan = Plan(name: "test", summary: "for tests", groups: groups, runBudget: .seconds(300))
        plan.jobs.count = 5
        plan.jobs.concurrent = 5
        plan.jobs.pollInterval = .milliseconds(500)
        plan.jobs.maximumPolls = 1000
        plan.jobs.pollsAfterCompletion = 10
        plan.jobs.resultReads = 10
        plan.jobs.earlyResultReads = 3
        plan.jobs.budget = .seconds(60)
        return plan
    }
}
