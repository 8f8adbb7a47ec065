//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import Probe
import ProbeHistory
import Testing

/// The prober against an API that has keys, cancelling, deletion and pages: what a mutant is for the scan API.
@Suite struct OfferedRequirementTests {
    @Test(arguments: OfferingDouble.Fault.allCases)
    func `a fault is blamed on what it violates, and a sound API on nothing`(fault: OfferingDouble.Fault) async throws {
        let double = OfferingDouble(fault)
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try Profile(yaml: OfferingDouble.profile, fileName: "double.yaml"),
            plan: .quick(),
            seed: 7
        )
        let transport = InProcessTransport(double.respond)
        let history = try await Runner(assignment, transport: transport, clock: .skipping()).run()
        let rulings = Judge.judge(history).rulings
        let failed = rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id)
        if let violated = fault.violates {
            #expect(failed.contains(violated), "\(failed)")
        } else {
            #expect(failed == [], "\(rulings.filter { $0.verdict.kind == .failed }.map(\.finding))")
            let offered = rulings.filter {
                ["INIT-010", "INIT-011", "STAT-012", "STAT-013", "STAT-014", "RES-012", "RES-013"].contains(
                    $0.requirement.id
                )
            }
            #expect(
                offered.allSatisfy { $0.verdict == .passed },
                "\(offered.map { "\($0.requirement.id) \($0.finding)" })"
            )
        }
        #expect(
            transport.requests.allSatisfy {
                $0.method != "POST" || $0.path != "/jobs" || $0.body == #"{"table":"orders"}"#
            }
        )
    }

    @Test(
        arguments: [
            ("read: {job_id: $.id,", "read: {job_id: $.identity,", "no id at `$.identity`"),
            ("state: $.state,", "state: $.status,", "no state at `$.status`"),
            ("state: $.state,", "state: $.id,", "at `$.id` only"),
            ("result: $.rows}", "result: $.lines}", "no results at `$.lines`"),
        ]
    )
    func `a wrong place accuses nobody`(right: String, wrong: String, words: String) async throws {
        var text = OfferingDouble.profile.replacing(right, with: wrong)
        if wrong.contains("identity") {
            // Without an address of its own a job has no other id.
            text = text.replacing("capture: {status_url: {header: Location}}", with: "capture: {job_id: $.identity}")
                .replacing(#"url: "{status_url}""#, with: #"path: "/jobs/{job_id}""#)
        }
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try Profile(yaml: text, fileName: "double.yaml"),
            plan: .quick { $0.jobs.maximumPolls = 8 },
            seed: 7
        )
        let transport = InProcessTransport(OfferingDouble().respond)
        let failure = await #expect(throws: ProbeFailure.self) {
            try await Runner(assignment, transport: transport, clock: .skipping()).run()
        }
        #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
        #expect(failure?.message.contains("there are `$.") == true, "\(failure?.message ?? "")")
    }
}
