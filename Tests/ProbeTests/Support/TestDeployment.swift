//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import NIOHTTP1
import ProbeHistory
import Synchronization

/// A small deployment of the scan API, correct or with one fault; a job makes one step with each poll.
final class TestDeployment: Sendable {
    enum Fault: Sendable {
        case none
        /// Every other status poll of each job returns not found, whatever else is polled in between.
        case losesEveryOtherPoll
        /// Status polls return a web page.
        case answersHTML
        /// Two of three status polls of each job return 503.
        case isOverloaded
        /// The second user sees the first one's jobs.
        case showsForeignScans
        /// The token is in every response body, and in a header.
        case echoesTokens
        /// Initiations return 503.
        case refusesInitiations
        /// The first initiation with each body returns 429, as after others of the user.
        case hasUsedUpQuota
        /// The results address leads to another origin.
        case linksElsewhere
        /// The progress is NaN.
        case saysNaN
    }

    static let password = "canary-password-1f7c"
    static let steps = 4
    private static let users = ["ada", "bob"]

    private struct Scan {
        var owner: String
        var polls = 0
    }

    private struct State {
        var jobs: [String: Scan] = [:]
        var refused: Set<String> = []
    }

    private let fault: Fault
    private let state = Mutex(State())

    init(_ fault: Fault = .none) {
        self.fault = fault
    }

    /// Returns a token in the shape of a JWT; its signature is a word, since this deployment compares whole tokens.
    static func token(of user: String) -> String {
        // {"alg":"HS256","typ":"JWT"} and {"exp":4102444800,"sub":"…"}
        let payload =
            user == "ada" ? "eyJleHAiOjQxMDI0NDQ4MDAsInN1YiI6ImFkYSJ9" : "eyJleHAiOjQxMDI0NDQ4MDAsInN1YiI6ImJvYiJ9"
        return "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.\(payload).canarysignature\(user)"
    }

    func respond(to request: TestServer.Request) -> TestServer.Reply {
        let path = request.path.split(separator: "/").map(String.init)
        if path == ["api", "v1", "auth", "login"] { return login(request.body) }
        guard path.starts(with: ["api", "v1", "opportunities"]), path.count >= 4 else {
            return response(404, #"{"success":false,"status":"not_found","message":"no such path"}"#, "")
        }
        guard let user = Self.users.first(where: { Self.token(of: $0) == request.token }) else {
            return self.response(401, #"{"success":false,"status":"unauthorized","message":"no valid token"}"#, "")
        }
        switch path[3] {
        case "discover": return initiate(user, request.body.isEmpty ? "{}" : request.body)
        case "status": return status(path.last ?? "", user)
        default: return results(path.last ?? "", user)
        }
    }

    private func login(_ body: String) -> TestServer.Reply {
        let request = JSONValue(parsing: body)
        guard let user = request?["email"]?.string, Self.users.contains(user),
            request?["password"]?.string == Self.password
        else {
            return .response(
                status: 401,
                body: #"{"success":false,"status":"unauthorized","message":"wrong password"}"#
            )
        }
        let token = Self.token(of: user)
        return .response(
            status: 200,
            headers: [("set-cookie", "session=\(token)")],
            body: #"{"access_token":"\#(token)","refresh_token":"canary-refresh","user":{"id":"\#(user)"}}"#
        )
    }

    private func initiate(_ user: String, _ filters: String) -> TestServer.Reply {
        if fault == .refusesInitiations { return response(503, #"{"success":false,"message":"away"}"#, user) }
        if fault == .hasUsedUpQuota, state.withLock({ $0.refused.insert(filters).inserted }) {
            let body = #"{"success":false,"status":"rate_limited","message":"too many scans"}"#
            return response(429, body, user, headers: [("retry-after", "60")])
        }
        let id = self.state.withLock { state in
            let id = "scan_" + String(repeating: "0", count: 31) + String(state.jobs.count + 1, radix: 16)
            state.jobs[id] = Scan(owner: user)
            return id
        }
        let origin = fault == .linksElsewhere ? "https://elsewhere.example" : ""
        return response(
            200,
            #"{"success":true,"scan_id":"\#(id)","status":"initiated","poll_url":"/api/v1/opportunities/status/\#(id)","#
                + #""filters":\#(filters),"results_url":"\#(origin)/api/v1/opportunities/results/\#(id)"}"#,
            user,
            headers: [("location", "/api/v1/opportunities/status/\(id)"), ("retry-after", "3")]
        )
    }

    private func status(_ id: String, _ user: String) -> TestServer.Reply {
        let job = self.state.withLock { state -> Scan? in
            if state.jobs[id]?.owner == user {
                state.jobs[id]?.polls += 1
            } else if self.fault != .showsForeignScans {
                return nil
            }
            return state.jobs[id]
        }
        guard let job else { return notFound(user) }
        switch fault {
        case .losesEveryOtherPoll where job.polls % 2 == 0: return notFound(user)
        case .isOverloaded where job.polls % 3 != 0: return response(503, #"{"success":false,"message":"away"}"#, user)
        case .answersHTML:
            return .response(status: 200, headers: [("content-type", "text/html")], body: "<html>It works!</html>")
        default: break
        }
        let done = min(job.polls, Self.steps)
        let percentage = fault == .saysNaN ? "NaN" : String(done * 100 / Self.steps)
        let total = fault == .saysNaN ? 9_007_199_254_740_993 : 1
        let state = done == Self.steps ? "complete" : "scanning"
        return response(
            200,
            #"{"success":true,"scan_id":"\#(id)","status":"\#(state)","total_opportunities":\#(total),"progress":"#
                + #"{"strategies_completed":\#(done),"total_strategies":\#(Self.steps),"#
                + #""opportunities_found_so_far":\#(done == Self.steps ? 1 : 0),"percentage":\#(percentage)}}"#,
            user
        )
    }

    private func results(_ id: String, _ user: String) -> TestServer.Reply {
        guard let job = state.withLock({ $0.jobs[id] }), job.owner == user || fault == .showsForeignScans
        else { return notFound(user) }
        guard job.polls >= Self.steps else {
            return response(202, #"{"success":true,"scan_id":"\#(id)","status":"scanning"}"#, user)
        }
        return response(
            200,
            #"{"success":true,"scan_id":"\#(id)","opportunities":[\#(Self.opportunity)],"total_opportunities":1,"#
                + "\(Self.analysis)}",
            user
        )
    }

    private func notFound(_ user: String) -> TestServer.Reply {
        response(404, #"{"success":false,"status":"not_found","message":"no such scan"}"#, user)
    }

    private static let opportunity = #"""
        {"strategy_id":"spot_breakout","strategy_name":"Spot breakout","opportunity_type":"breakout","symbol":"BTC/USDT",
        "exchange":"synthetic","profit_potential_usd":120.5,"confidence_score":71,"risk_level":"medium",
        "required_capital_usd":1000,"estimated_timeframe":"1-3d","entry_price":100.5,"exit_price":null,"metadata":{},
        "discovered_at":"2026-01-27T10:15:30.123Z"}
        """#

    private static let analysis = #"""
        "signal_analysis":{"total_signals_analyzed":1,
        "signals_by_strength":{"very_strong":0,"strong":0,"moderate":1,"weak":0},
        "threshold_analysis":{"original_threshold":6.0,"opportunities_above_original":0,"opportunities_shown":1,
        "additional_opportunities_revealed":1}},
        "strategy_performance":{"spot_breakout":{"count":1,"total_potential":120.5,"avg_confidence":71}}
        """#

    private func response(
        _ status: Int,
        _ body: String,
        _ user: String,
        headers further: [(String, String)] = []
    ) -> TestServer.Reply {
        let requestID = String(UInt64.random(in: .min ... .max), radix: 16)
        var headers = [("content-type", "application/json"), ("x-worker", "w1"), ("x-request-id", requestID)] + further
        guard fault == .echoesTokens else { return .response(status: status, headers: headers, body: body) }
        headers.append(("x-debug", "token \(Self.token(of: user))"))
        let echo = #","debug":"\#(Self.token(of: user)) \#(Self.password)"}"#
        return .response(status: status, headers: headers, body: body.dropLast() + echo)
    }
}
