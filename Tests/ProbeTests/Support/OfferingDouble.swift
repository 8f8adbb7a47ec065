//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import NIOHTTP1
import Probe
import ProbeHistory
import Synchronization

/// A small job API with keys, cancelling, deletion and pages, sound or with one fault.
final class OfferingDouble: Sendable {
    enum Fault: String, Sendable, CaseIterable {
        case none
        case keyStartsTwice
        case cancelledCompletes
        case deletedIsFound
        case listsLate
        case secondPageMissing
        case secondPageTwice
        case hasNoResults
        case namesHostInside

        /// The requirement that is violated in every run.
        var violates: String? {
            switch self {
            case .none: nil
            case .keyStartsTwice: "INIT-011"
            case .cancelledCompletes: "STAT-012"
            case .deletedIsFound: "STAT-013"
            case .listsLate: "STAT-014"
            case .secondPageMissing, .secondPageTwice: "RES-013"
            case .hasNoResults: "RES-012"
            case .namesHostInside: "INIT-010"
            }
        }
    }

    private struct Job {
        var polls = 0
        var isCancelled = false
    }

    private struct State {
        var jobs: [String: Job] = [:]
        var keys: [String: String] = [:]
        var count = 0
    }

    static let profile = """
        name: double
        initiate:
          method: POST
          path: /jobs
          headers: {Idempotency-Key: "{uuid}"}
          json: {table: orders}
          accepts: [202]
          capture: {status_url: {header: Location}}
        status: {method: GET, url: "{status_url}"}
        results:
          method: GET
          path: /jobs/{job_id}/rows
          pages: {cursor: $.next, query: cursor, items: $.rows}
        cancel: {method: POST, path: "/jobs/{job_id}/cancel", accepts: [202]}
        delete: {method: DELETE, path: "/jobs/{job_id}", accepts: [204]}
        list: {method: GET, path: /jobs, ids: "$.jobs[*].id"}
        read: {job_id: $.id, state: $.state, result: $.rows}
        states: {running: [running], complete: [done], failed: [failed], cancelled: [cancelled]}
        statuses: {not_found: [404], running: [409]}
        offers: [idempotency]
        """

    private let fault: Fault
    private let state = Mutex(State())

    init(_ fault: Fault = .none) {
        self.fault = fault
    }

    func respond(_ request: TestServer.Request) -> TestServer.Reply {
        let parts = request.path.split(separator: "?")[0].split(separator: "/").map(String.init)
        return state.withLock { state in
            guard parts.first == "jobs" else { return Self.reply(404) }
            guard parts.count > 1 else {
                return request.method == "GET" ? list(state) : begin(request, &state)
            }
            guard let job = state.jobs[parts[1]] else { return Self.reply(404) }
            switch (request.method, parts.dropFirst(2).first) {
            case ("POST", "cancel"?):
                state.jobs[parts[1]]?.isCancelled = true
                return Self.reply(202)
            case ("DELETE", nil):
                if fault != .deletedIsFound { state.jobs[parts[1]] = nil }
                return Self.reply(204)
            case ("GET", "rows"?): return rows(of: job, request.path)
            case ("GET", nil):
                state.jobs[parts[1]]?.polls += 1
                return Self.reply(200, #"{"id":"\#(parts[1])","state":"\#(word(job))"}"#)
            default: return Self.reply(404)
            }
        }
    }

    private func begin(_ request: TestServer.Request, _ state: inout State) -> TestServer.Reply {
        let key = request.headers.first(name: "idempotency-key") ?? ""
        let known = fault == .keyStartsTwice ? nil : state.keys[key]
        if known == nil { state.count += 1 }
        let id = known ?? "job-\(state.count)"
        state.keys[key] = id
        if known == nil { state.jobs[id] = Job() }
        let base = fault == .namesHostInside ? "http://10.0.0.7:8080" : ""
        return .response(
            status: 202,
            headers: [("location", "\(base)/jobs/\(id)"), ("content-type", "application/json")],
            body: #"{"id":"\#(id)"}"#
        )
    }

    private func list(_ state: State) -> TestServer.Reply {
        let jobs = state.jobs.filter { fault != .listsLate || word($0.value) != "running" }
        return Self.reply(200, #"{"jobs":[\#(jobs.keys.sorted().map { #"{"id":"\#($0)"}"# }.joined(separator: ","))]}"#)
    }

    private func word(_ job: Job) -> String {
        if job.isCancelled, fault != .cancelledCompletes { return "cancelled" }
        return job.polls < 4 ? "running" : "done"
    }

    private func rows(of job: Job, _ path: String) -> TestServer.Reply {
        guard word(job) == "done" else { return Self.reply(409) }
        if fault == .hasNoResults { return Self.reply(200, #"{"state":"done","rows":null}"#) }
        guard path.contains("cursor=b") else { return Self.reply(200, #"{"rows":[1,2],"next":"b"}"#) }
        if fault == .secondPageMissing { return Self.reply(404) }
        return Self.reply(200, fault == .secondPageTwice ? #"{"rows":[2,3]}"# : #"{"rows":[3,4]}"#)
    }

    private static func reply(_ status: Int, _ body: String = "") -> TestServer.Reply {
        .response(status: status, headers: [("content-type", "application/json")], body: body)
    }
}
