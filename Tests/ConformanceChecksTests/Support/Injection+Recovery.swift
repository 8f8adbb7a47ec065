//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    /// A poll after a fault that does not find its job.
    private static func lost(_ kind: Fault.Kind, _ job: String, _ id: String) -> Injection {
        Injection("not found after \(kind.rawValue) of \(job)", [id]) { history in
            let fault = try #require(history.faults.first { $0.kind == kind && $0.job == job })
            let polls = history.positions(.status, .recovery) { $0.job == job && $0.sent > fault.ended }
            let position = try #require(polls.first)
            try history.spoil(position) {
                $0.status = 404
                $0.parsed = ParsedFields(state: .notFound)
            }
        }
    }

    static let recovery: [Injection] = [
        .lost(.deleteLookup, "recovery-delete_lookup", "REC-001"), .lost(.deleteLookups, "recovery-keys-0", "REC-002"),
        .lost(.deleteLookups, "recovery-keys-1", "REC-003"), .lost(.killWorker, "recovery-kill_worker", "REC-005"),
        .lost(.restartRedis, "recovery-restart_redis", "REC-006"), .lost(.stopRedis, "recovery-stop_redis", "REC-007"),
        .lost(.resumeRedis, "recovery-stop_redis", "REC-007"), .lost(.stopWorker, "recovery-stop_worker", "REC-009"),
        Injection("lookups restored with the entry's lifetime", ["REC-002"]) { history in
            try history.spoil(.lookup, of: "recovery-keys-0", .recovered) { $0.remaining = .seconds(300) }
        },
        Injection("lookups of which one is restored", ["REC-002"]) { history in
            try history.spoil(.index, of: "recovery-keys-0", .recovered) { $0.exists = false }
        },
        Injection("lookups that a search does not restore", ["REC-002"]) { history in
            for role in StoredKey.Role.lookups {
                try history.spoil(role, of: "recovery-keys-0", .recovered) { $0.exists = false }
            }
        },
        Injection("a search without a bound", ["REC-003"]) { history in
            let index = try #require(history.logs.firstIndex { $0.metadata["iterations"] != nil })
            history.logs[index].metadata["iterations"] = "20001"
        },
        Injection("another user's poll that restores", ["REC-004"]) { history in
            try history.spoil(.lookup, of: "recovery-keys-2", .recovered) {
                $0.exists = true
                $0.remaining = .seconds(899)
            }
        },
        Injection("a scan that fails with its worker", ["REC-005"]) { history in
            for position in history.positions(.status, .recovery, where: { $0.job == "recovery-kill_worker" })
            where history.state(at: position) == .complete {
                try history.change(at: position) { $0.state = .failed }
            }
        },
        Injection("progress that goes back when a worker goes on", ["REC-008"]) { history in
            let polls = history.positions(.status, .recovery) { $0.job == "recovery-pause_worker" }
            try history.setProgress(2, at: try #require(polls.last))
        },
    ]
}
