//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import Probe
import ProbeHistory
import Testing

/// Trials of profiles that are right, and of profiles that are wrong in one place.
@Suite(.timeLimit(.minutes(3))) struct `A trial` {
    private static let profile = """
        name: trial
        initiate: {method: POST, path: /report/submit, json: {}}
        status: {method: GET, path: "/report/status?task_id={job_id}"}
        results: {method: GET, path: "/report/get?task_id={job_id}", statuses: {running: [400]}}
        read: {job_id: $.task_id, state: $.status, result: $.report}
        states: {initiated: [pending], running: [in_progress], complete: [completed]}
        statuses: {not_found: [404]}
        offers: []
        """

    private static func attempt(_ yaml: String) async throws -> (Trial.Outcome, [String]) {
        let double = try #require(JobDouble.dialects.first { $0.profile == "bentoml" })
        let clock = SkippingClock.make()
        let running = RunningDouble(double, base: DoubleTransport.url, now: { clock.now().nanoseconds })
        let assignment = Runner.Assignment(
            target: try Target(DoubleTransport.url),
            profile: try Profile(yaml: yaml, fileName: "trial.yaml"),
            plan: Plan(name: "try"),
            seed: 5
        )
        let told = Told()
        let outcome = try await Trial(assignment, patience: .seconds(20))
            .run(transport: DoubleTransport(running), clock: clock) { told.add($0) }
        return (outcome, told.lines)
    }

    @Test func `of a right profile tells each step, and what was read from where`() async throws {
        let (outcome, lines) = try await Self.attempt(Self.profile)
        #expect(outcome.isSuccess)
        let id = try #require(outcome.jobID)
        for line in [
            "POST \(DoubleTransport.url)/report/submit  {}", "  id \(id) from $.task_id",
            "GET \(DoubleTransport.url)/report/status?task_id=\(id)",
            "  state running: the word in_progress at $.status",
            "  state complete: the word completed at $.status", "  results from $.report, 14 bytes in all",
        ] {
            #expect(lines.contains(line), "\(line)\n\(lines.joined(separator: "\n"))")
        }
    }

    @Test(
        arguments: [
            ("job_id: $.task_id", "job_id: $.id", "no id: nothing at $.id; there are $.status, $.task_id"),
            ("state: $.status", "state: $.state", "no state: nothing at $.state; there are $.status, $.task_id"),
            ("result: $.report", "result: $.output", "no results: nothing at $.output; there are $.report"),
            (
                "running: [in_progress]", "running: [working]",
                "no state: the word `in_progress` at $.status is not in `states` (completed, pending, working)"
            ),
            ("path: /report/submit, json", "path: /report/send, json", "not begun: the answer is 404"),
            ("/report/get?", "/report/fetch?", "GET \(DoubleTransport.url)/report/fetch?task_id="),
        ]
    ) func `of a wrong one says what is not there, and what is there instead`(
        right: String,
        wrong: String,
        problem: String
    ) async throws {
        let yaml = Self.profile.replacing(right, with: wrong)
        #expect(yaml != Self.profile)
        let (outcome, lines) = try await Self.attempt(yaml)
        #expect(!outcome.isSuccess)
        #expect(outcome.problem?.hasPrefix(problem) == true, "\(outcome)\n\(lines.joined(separator: "\n"))")
    }
}
