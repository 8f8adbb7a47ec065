//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    static let results = [
        Injection("results not found after completion", ["RES-001"]) { history in
            history.setOutcome(.notFound(), at: try history.lateRead())
        },
        Injection("results pending after completion", ["RES-001", "RES-002"]) { history in
            history.setOutcome(.status(202, .scanning), at: try history.lateRead())
        },
        Injection("results that fail after completion", ["RES-001", "RES-002"]) { history in
            history.setOutcome(.status(500), at: try history.lateRead())
        },
        Injection("results of another scan", ["RES-001", "RES-009"]) { history in
            try history.change(at: try history.lateRead()) { $0.jobID = "scan_of_somebody_else" }
        },
        Injection("early results that are truncated", ["RES-003"]) { history in
            let job = history.firstScan
            let position = try #require(history.positions(.results, .early) { $0.jobID == job }.first)
            let parsed = ParsedFields(state: .complete, jobID: job, total: 3, listed: 3, digest: "of three")
            history.setOutcome(.answered(Response(status: 200, parsed: parsed)), at: position)
        },
        Injection("early results that fail", ["RES-003"]) { history in
            history.setOutcome(.status(500), at: try #require(history.positions(.results, .early).first))
        },
        Injection("two reads that differ", ["RES-004"]) { history in
            try history.change(at: try history.lateRead()) { $0.digest = "another order" }
        },
        Injection("a list that is shorter than its total", ["RES-005"]) { history in
            try history.change(at: try history.lateRead()) { $0.listed = ($0.listed ?? 0) - 1 }
        },
        Injection("a status whose total changes", ["RES-005"]) { history in
            try history.change(at: try history.completePoll()) { $0.total = 77 }
        },
        Injection("a success without results", ["RES-001", "RES-002", "RES-012"]) { history in
            let position = try history.lateRead()
            try history.change(at: position) { parsed in
                parsed.state = .complete
                parsed.listed = nil
                parsed.digest = nil
            }
        },
    ]
}
