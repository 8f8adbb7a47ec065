//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import KitSupport
import ProbeHistory
import Synchronization
import Testing

@testable import Probe

/// Deployments that answer an id that no job has like that of a job which runs: being found says nothing there.
@Suite struct UnknownLikePendingTests {
    /// An answer about a job that runs, and the same or another one about an unknown id.
    struct Kind: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var running: TestServer.Reply
        var unknown: TestServer.Reply
        /// The status codes of a running job.
        var statuses = "[202]"
        var isAlike = true
    }

    private static func reply(_ status: Int, _ body: String = "", location: String? = nil) -> TestServer.Reply {
        let headers = [("content-type", "application/json")] + (location.map { [("location", $0)] } ?? [])
        return .response(status: status, headers: headers, body: body)
    }

    static let kinds = [
        Kind(
            testDescription: "queued, with 200",
            running: reply(200, #"{"state":"running"}"#),
            unknown: reply(200, #"{"state":"queued"}"#)
        ),
        Kind(testDescription: "202 without a word", running: reply(202), unknown: reply(202)),
        Kind(
            testDescription: "202 for what is queued",
            running: reply(200, #"{"state":"running"}"#),
            unknown: reply(202)
        ),
        Kind(
            testDescription: "a redirect to the queue",
            running: reply(303, location: "/queue"),
            unknown: reply(303, location: "/queue"),
            statuses: "[303]"
        ),
        Kind(
            testDescription: "an empty 200, unlike a job's",
            running: reply(200, #"{"state":"running"}"#),
            unknown: reply(200),
            isAlike: false
        ),
        Kind(testDescription: "404", running: reply(202), unknown: reply(404), isAlike: false),
    ]

    private static let found = ["STAT-001", "STAT-002", "RATE-001", "RATE-006"]

    @Test(arguments: kinds, [true, false])
    func `being found is skipped where it says nothing, also where unknown ids are not said to be told`(
        kind: Kind,
        offers: Bool
    ) async throws {
        let history = try await Self.history(kind, offers: offers)
        #expect(history.events.contains { $0.operation == .status && $0.intent == .unknownID })
        let judgement = Judge.judge(history)
        for id in Self.found {
            let finding = try #require(judgement[id]?.finding)
            let isSkipped =
                finding
                == Finding(
                    verdict: .skipped(reason: "unknown ids look like pending ones"),
                    summary: "unknown ids look like pending ones"
                )
            #expect(isSkipped == kind.isAlike, "\(id): \(finding.summary)")
            if !kind.isAlike { #expect(finding.verdict.kind != .failed, "\(id): \(finding.summary)") }
        }
        // Where the profile says that unknown ids are told, such an answer is a fault; elsewhere it is nobody's.
        #expect((judgement.overall == .fail) == (offers && judgement["STAT-007"]?.verdict.kind == .failed))
        #expect((judgement["STAT-007"]?.verdict.kind == .failed) == (offers && kind.unknown.isSuccess))
    }

    private static func history(_ kind: Kind, offers: Bool) async throws -> History {
        let jobs = Mutex<[String: Int]>([:])
        let transport = InProcessTransport { request in
            let parts = request.path.split(separator: "/").map(String.init)
            return jobs.withLock { jobs in
                if request.method == "POST" {
                    // Ids that are random, as one in their form is none of them.
                    var random = SplitMix64(seed: UInt64(jobs.count))
                    let id = random.next().hexadecimal() + random.next().hexadecimal()
                    jobs[id] = 0
                    return reply(202, #"{"id":"\#(id)"}"#)
                }
                guard parts.count > 1, let polls = jobs[parts[1]] else { return kind.unknown }
                let isDone = polls >= 4
                if parts.count > 2 { return isDone ? reply(200, #"{"result":[1]}"#) : reply(409) }
                jobs[parts[1]] = polls + 1
                return isDone ? reply(200, #"{"state":"done"}"#) : kind.running
            }
        }
        let offered = offers ? "made_up_id: \"{hex32}\"\noffers: [unknown_ids]\n" : "offers: []\n"
        let profile = """
            name: double
            initiate: {method: POST, path: /jobs, json: {}, accepts: [202]}
            status: {method: GET, path: "/jobs/{job_id}"}
            results: {method: GET, path: "/jobs/{job_id}/result"}
            read: {job_id: $.id, state: $.state, result: $.result}
            states: {initiated: [queued], running: [running], complete: [done], failed: [failed]}
            statuses: {not_found: [404, 409], running: \(kind.statuses)}
            \(offered)
            """
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try Profile(yaml: profile, fileName: "double.yaml"),
            plan: .quick { $0.isolation.probes = 2 },
            seed: 3
        )
        return try await Runner(assignment, transport: transport, clock: .skipping()).run()
    }
}

extension TestServer.Reply {
    fileprivate var isSuccess: Bool {
        if case .response(let status, _, _) = self { status < 300 } else { false }
    }
}
