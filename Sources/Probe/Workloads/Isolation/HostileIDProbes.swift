//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workload that polls ids with special characters of a path, a pattern, a query or a log: none of them is a job.
struct HostileIDProbes: Workload {
    /// The ids that are escaped as one path component.
    static let texts = [
        "*", "scan_*", "[a-z]*", "?", "../../scan-diagnostics/scan-metrics", "scan_\u{0}", "scan_\r\nX-Injected: yes",
        "{}", "scan_été_𝕊", "' OR '1'='1", "x\r\nFLUSHALL\r\n", "${jndi:ldap://localhost/a}", "%s%n",
        String(repeating: "a", count: 10_000),
    ]

    /// The ids that are sent raw, since an escape that is escaped again is no escape.
    static let rawTexts = [
        "%2e%2e", "%2e%2e%2f%2e%2e%2fscan-diagnostics%2fscan-metrics", "%252e%252e%252f", "%00",
        "%0d%0aX-Injected:%20yes",
        "%c0%ae%c0%ae", "scan_%2a",
    ]

    let groups: Set<RequirementGroup> = [.errors, .isolation]
    let needs: [WorkloadNeed] = [
        .feature(.unknownIDs), .plan("`isolation.probes` above 0") { $0.isolation.probes > 0 },
    ]
    let sections: [any PlanSection.Type] = [Plan.Isolation.self]
    let phase = WorkloadPhase.besideInTurn

    /// Polls and reads the results of each id.
    func run(_ context: RunContext) async throws {
        for text in Self.texts { try await ask(text, isRaw: false, context) }
        // Only in a path is there an escape that a server has to undo.
        guard context.requester.profile.status.path.contains("job_id}") else { return }
        for text in Self.rawTexts { try await ask(text, isRaw: true, context) }
    }

    private func ask(_ text: String, isRaw: Bool, _ context: RunContext) async throws {
        let requester = context.requester
        for (operation, endpoint) in [
            (Event.Operation.status, requester.profile.status), (.results, requester.profile.results),
        ] {
            var planned = PlannedRequest(
                operation: operation,
                intent: .hostileID,
                jobID: text,
                token: context.first.token
            )
            if isRaw {
                planned.url = requester.target.url(
                    path: endpoint.path,
                    basePath: requester.profile.basePath,
                    rawJobID: text
                )
            }
            _ = try await requester.send(planned)
        }
    }
}
