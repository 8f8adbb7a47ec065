//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import ProbeHistory
import Synchronization
import Testing

@testable import Probe

/// Deployments whose results hold nothing: either they deliver nothing, or the profile looks in the wrong place.
@Suite struct EmptyResultsTests {
    @Test(arguments: ["null", #""""#, "[]"], [true, false])
    func `where every result was empty the verdict is no pass and names the line that is doubtful`(
        result: String,
        mayBeEmpty: Bool
    ) async throws {
        let judgement = Judge.judge(try await Self.history(mayBeEmpty: mayBeEmpty) { _ in result })
        #expect(judgement.overall != .pass)
        let finding = try #require(judgement["RES-001"]?.finding)
        if mayBeEmpty {
            #expect(finding.verdict.kind == .inconclusive, "\(finding.summary)")
            #expect(finding.summary.contains("`read.result` of the profile"), "\(finding.summary)")
        } else {
            #expect(finding.verdict.kind == .failed, "\(finding.summary)")
        }
    }

    @Test func `one result that holds something shows the place, where others may be empty`() async throws {
        let history = try await Self.history(mayBeEmpty: true) { $0 == 0 ? "[1]" : "[]" }
        let verdict = Judge.judge(history)["RES-001"]?.verdict
        #expect(verdict == .passed)
    }

    @Test func `results that nobody could read decide nothing`() async throws {
        let history = try await Self.history(mayBeEmpty: true) { _ in nil }
        let judgement = Judge.judge(history)
        #expect(judgement["RES-001"]?.verdict.kind == .inconclusive)
        #expect(judgement.overall == .inconclusive, "\(judgement.rulings.filter { $0.verdict.kind == .failed })")
    }

    @Test func `the digests of what holds nothing are those that an answer is given`() {
        let empty: [JSONValue] = [.null, .string(""), .array([])]
        #expect(Set(empty.map(Digest.of)) == EmptyResults.digests)
    }

    /// A run whose jobs end with the results that a closure gives for their numbers; without any, reads are refused.
    private static func history(
        mayBeEmpty: Bool,
        _ result: @escaping @Sendable (Int) -> String?
    ) async throws -> History {
        let polls = Mutex<[Int]>([])
        let transport = InProcessTransport { request in
            func reply(_ status: Int, _ body: String = "{}") -> TestServer.Reply {
                .response(status: status, headers: [("content-type", "application/json")], body: body)
            }
            let parts = request.path.split(separator: "/").map(String.init)
            return polls.withLock { polls in
                if request.method == "POST" {
                    polls.append(0)
                    return reply(202, #"{"id":"job-\#(polls.count)"}"#)
                }
                guard parts.count > 1, let number = Int(parts[1].dropFirst(4)), polls.indices.contains(number - 1)
                else { return reply(404) }
                if parts.count > 2 {
                    guard polls[number - 1] > 3 else { return reply(409) }
                    return result(number - 1).map { reply(200, #"{"result":\#($0)}"#) } ?? reply(401)
                }
                polls[number - 1] += 1
                return reply(200, polls[number - 1] > 3 ? #"{"state":"done"}"# : #"{"state":"running"}"#)
            }
        }
        let profile = """
            name: double
            initiate: {method: POST, path: /jobs, json: {}, accepts: [202]}
            status: {method: GET, path: "/jobs/{job_id}"}
            results: {method: GET, path: "/jobs/{job_id}/result"\(mayBeEmpty ? ", may_be_empty: true" : "")}
            read: {job_id: $.id, state: $.state, result: $.result}
            states: {running: [running], complete: [done], failed: [failed]}
            statuses: {not_found: [404, 409]}
            offers: []
            """
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try Profile(yaml: profile, fileName: "double.yaml"),
            plan: .quick(),
            seed: 3
        )
        return try await Runner(assignment, transport: transport, clock: .skipping()).run()
    }
}
