//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import ProbeReports

/// Histories of deployments in different states of health.
enum Samples {
    /// The history of a deployment that keeps its lookups in the memory of one of three workers.
    static let broken = Self.history(polls: 120) { index in index % 3 == 0 ? nil : Self.notFound }

    /// The history of a deployment that finds every job.
    static let sound = Self.history(polls: 120) { _ in nil }

    static func report(_ history: History) -> Report { Report(judgement: Judge.judge(history), history: history) }

    static let notFound = Response(status: 404, parsed: ParsedFields(state: .notFound, stateWord: "not_found"))

    static func history(polls: Int, response: (Int) -> Response?) -> History {
        let base = "http://127.0.0.1:8080/api/v1/opportunities"
        var events = [
            Self.event(
                1,
                .initiate,
                nil,
                "\(base)/discover",
                Response(
                    status: 200,
                    headers: ["location": "/api/v1/opportunities/status/scan_a", "retry-after": "3"],
                    parsed: ParsedFields(state: .initiated, jobID: "scan_a", pollURL: "/x", resultsURL: "/y")
                )
            )
        ]
        for index in 0..<polls {
            let isComplete = index >= polls / 2
            let parsed = ParsedFields(
                state: isComplete ? .complete : .scanning,
                stateWord: isComplete ? "complete" : "scanning",
                jobID: "scan_a",
                progress: JobProgress(completed: isComplete ? 14 : 3, total: 14, percentage: isComplete ? 100 : 21)
            )
            let right = Response(status: 200, parsed: parsed)
            events.append(
                Self.event(events.count + 1, .status, "scan_a", "\(base)/status/scan_a", response(index) ?? right)
            )
        }
        for index in 0..<20 {
            let results = ParsedFields(state: .complete, jobID: "scan_a", total: 2, listed: 2, digest: "d")
            let right = Response(status: 200, parsed: results)
            events.append(
                Self.event(events.count + 1, .results, "scan_a", "\(base)/results/scan_a", response(index) ?? right)
            )
        }
        return History(header: Self.header, events: events, footer: .init(reason: .finished, durationSeconds: 61.5))
    }

    private static func event(
        _ id: Int,
        _ operation: Event.Operation,
        _ jobID: String?,
        _ url: String,
        _ response: Response
    ) -> Event {
        Event(
            id: id,
            operation: operation,
            intent: .course,
            jobID: jobID,
            user: .first,
            method: operation == .initiate ? "POST" : "GET",
            url: url,
            requestBody: operation == .initiate ? "{}" : nil,
            sent: .start + .seconds(id),
            received: .start + .seconds(id) + .milliseconds(12),
            connection: id,
            reusesConnection: false,
            traceID: TraceID(String(repeating: "0", count: 28) + "\(1000 + id)"),
            outcome: .answered(response)
        )
    }

    private static var plan: Plan {
        var plan = Plan(
            name: "acceptance",
            groups: [.initiate, .status, .progress, .results, .rates],
            runBudget: .seconds(300)
        )
        plan.jobs.maximumPolls = 200
        plan.jobs.pollsAfterCompletion = 60
        plan.jobs.resultReads = 20
        return plan
    }

    private static let header = History.Header(
        tool: "scan-probe 0.1.0",
        target: "http://127.0.0.1:8080",
        profile: "opportunity-scan",
        plan: plan,
        seed: 7,
        startedAt: "2026-01-27T10:15:30Z",
        access: History.Access(userID: "u", hasSecondUser: false, usesTokens: true)
    )
}
