//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A request with the times and the answer that a test gives it, before it becomes a numbered event.
struct Exchange {
    var operation: Event.Operation
    var intent: Event.Intent = .course
    /// The plan's name for the scan.
    var scan: String?
    var scanID: String?
    var user: Event.User = .first
    var url: String
    var requestBody: String?
    /// Seconds since the run started.
    var sent: Double
    /// Seconds since the run started.
    var received: Double
    var outcome: Outcome

    static let base = "http://127.0.0.1:8080/api/v1/opportunities"

    static func statusURL(_ id: String) -> String { "\(self.base)/status/\(id)" }
    static func resultsURL(_ id: String) -> String { "\(self.base)/results/\(id)" }

    /// An initiation that is answered with an id.
    static func initiate(
        _ id: String,
        at sent: Double,
        took: Double = 0.02,
        body: String,
        user: Event.User = .first,
        state: ScanState = .initiated
    ) -> Exchange {
        Exchange(
            operation: .initiate,
            user: user,
            url: "\(self.base)/discover",
            requestBody: body,
            sent: sent,
            received: sent + took,
            outcome: .answered(
                Answer(
                    status: 200,
                    headers: ["location": "/api/v1/opportunities/status/\(id)", "retry-after": "3"],
                    body: #"{"filters":\#(body)}"#,
                    understood: Understanding(
                        state: state,
                        stateWord: state.rawValue,
                        scanID: id,
                        pollURL: "/api/v1/opportunities/status/\(id)",
                        resultsURL: "/api/v1/opportunities/results/\(id)"
                    )
                )
            )
        )
    }

    /// A status poll of a known scan.
    static func poll(
        _ id: String,
        at sent: Double,
        took: Double = 0.02,
        _ state: ScanState,
        _ completed: Int = 0,
        of total: Int = 14,
        found: Int? = nil
    ) -> Exchange {
        let share = total == 0 ? 0 : 100 * Double(completed) / Double(total)
        let understood = Understanding(
            state: state,
            stateWord: state.rawValue,
            scanID: id,
            progress: Progress(completed: completed, total: total, found: found, percentage: share.rounded()),
            total: state == .complete ? found : nil
        )
        return Exchange(
            operation: .status,
            scanID: id,
            url: self.statusURL(id),
            sent: sent,
            received: sent + took,
            outcome: .answered(Answer(status: 200, understood: understood))
        )
    }

    /// A results read of a complete scan.
    static func results(_ id: String, at sent: Double, took: Double = 0.02, listed: Int, digest: String) -> Exchange {
        let understood = Understanding(state: .complete, scanID: id, total: listed, listed: listed, digest: digest)
        return Exchange(
            operation: .results,
            scanID: id,
            url: self.resultsURL(id),
            sent: sent,
            received: sent + took,
            outcome: .answered(Answer(status: 200, understood: understood))
        )
    }

    /// A results read of a complete scan that delivers a whole body.
    static func results(_ made: MadeResults, at sent: Double, took: Double = 0.02) -> Exchange {
        let digest = "digest of \(made.scanID)"
        var exchange = Self.results(made.scanID, at: sent, took: took, listed: made.opportunities.count, digest: digest)
        guard case .answered(var answer) = exchange.outcome else { return exchange }
        answer.understood?.userID = made.userID
        answer.body = made.body
        answer.bodyBytes = made.body.utf8.count
        exchange.outcome = .answered(answer)
        return exchange
    }

    func with(_ change: (inout Exchange) -> Void) -> Exchange {
        var copy = self
        change(&copy)
        return copy
    }
}

extension Outcome {
    /// The answer to an id that no scan has; each answer has a request id of its own.
    static func notFound(_ request: Int = 0) -> Outcome {
        let id = "5f0c\(String(1000 + request))a1b2c3d4e5f6"
        return .answered(
            Answer(
                status: 404,
                body: #"{"success":false,"status":"not_found","message":"No such scan.","request_id":"\#(id)"}"#,
                understood: Understanding(state: .notFound, stateWord: "not_found", message: "No such scan.")
            )
        )
    }

    static func status(_ code: Int, _ state: ScanState? = nil) -> Outcome {
        .answered(Answer(status: code, understood: Understanding(state: state, stateWord: state?.rawValue)))
    }

    /// The same answer with another state.
    func said(_ state: ScanState) -> Outcome {
        guard var answer = self.answer else { return self }
        answer.understood?.state = state
        answer.understood?.stateWord = state.rawValue
        return .answered(answer)
    }

    /// The same answer from a worker.
    func from(worker: String) -> Outcome {
        guard var answer = self.answer else { return self }
        answer.worker = worker
        return .answered(answer)
    }

    /// A status, with the body that says it.
    static func status(_ code: Int, _ state: ScanState, body: String) -> Outcome {
        let understood = Understanding(state: state, stateWord: state.rawValue)
        return .answered(Answer(status: code, body: body, bodyBytes: body.utf8.count, understood: understood))
    }

    static func failure(_ kind: Failure.Kind) -> Outcome { .unanswered(Failure(kind: kind, message: "no answer")) }
}

extension History {
    /// Numbers exchanges in the order of sending.
    init(
        _ exchanges: [Exchange],
        groups: [String] = Plan.allGroups,
        hasSecondUser: Bool = true,
        plan: (inout Plan) -> Void = { _ in }
    ) {
        let nanoseconds = { (seconds: Double) in Int64((seconds * 1e9).rounded()) }
        let events = exchanges.sorted { $0.sent < $1.sent }.enumerated().map { index, exchange in
            Event(
                id: index + 1,
                operation: exchange.operation,
                intent: exchange.intent,
                scan: exchange.scan,
                scanID: exchange.scanID,
                user: exchange.user,
                method: exchange.operation == .initiate ? "POST" : "GET",
                url: exchange.url,
                requestBody: exchange.requestBody,
                sent: nanoseconds(exchange.sent),
                received: nanoseconds(exchange.received),
                connection: index + 1,
                reusesConnection: false,
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
    static let allGroups = ["initiate", "status", "progress", "results", "rates", "isolation"]

    static func forTests(groups: [String] = Self.allGroups) -> Plan {
        Plan(
            name: "test",
            summary: "for tests",
            scans: 5,
            concurrentScans: 5,
            bodies: ["{}"],
            pollInterval: 0.5,
            maximumPolls: 1000,
            pollsAfterCompletion: 10,
            resultReads: 10,
            earlyResultReads: 3,
            freshConnections: true,
            requestTimeout: 10,
            scanBudget: 60,
            runBudget: 300,
            isolationProbes: 3,
            groups: groups
        )
    }
}
