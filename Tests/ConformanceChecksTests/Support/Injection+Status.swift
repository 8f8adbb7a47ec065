//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    static let status = [
        Injection("a first poll that is told not_found", ["STAT-001", "STAT-002"]) { history in
            let first = try #require(history.polls.first)
            history.setOutcome(.notFound(), at: first)
        },
        Injection("a poll in between that is told not_found", ["STAT-002"]) { history in
            history.setOutcome(.notFound(), at: try history.runningPoll())
        },
        Injection("a poll in between that is told not_found with 200", ["STAT-002"]) { history in
            history.setOutcome(.status(200, .notFound), at: try history.runningPoll())
        },
        Injection("a poll after completion that is told not_found", ["STAT-002", "STAT-008"]) { history in
            history.setOutcome(.notFound(), at: try history.completePoll())
        },
        Injection("a state that nobody knows", ["STAT-003"]) { history in
            try history.change(at: try history.runningPoll()) { $0.state = .unrecognised }
        },
        Injection("a success without a state", ["STAT-003"]) { history in
            history.setOutcome(.answered(Response(status: 200, body: "<html>")), at: try history.runningPoll())
        },
        Injection("complete, then scanning", ["STAT-004", "STAT-011"]) { history in
            try history.change(at: try history.completePoll()) { $0.state = .scanning }
        },
        Injection("complete, then an old snapshot", ["STAT-004", "STAT-011", "PROG-001", "PROG-008"]) { history in
            let position = try history.completePoll()
            try history.change(at: position) { $0.state = .scanning }
            try history.setProgress(5, at: position)
        },
        Injection("complete, then failed", ["STAT-004", "STAT-011"]) { history in
            try history.change(at: try history.completePoll()) { $0.state = .failed }
        },
        Injection("a scan that never ends", ["STAT-005"]) { history in
            let job = history.firstScan
            let isRunning = { (event: Event) in event.outcome.response?.parsed?.state == .scanning }
            history.events.removeAll { $0.jobID == job && !isRunning($0) }
            history.header.plan.jobs.maximumPolls = history.polls.count
        },
        Injection("another scan's id in the body", ["STAT-006"]) { history in
            try history.change(at: try history.runningPoll()) { $0.jobID = "scan_of_somebody_else" }
        },
        Injection("an unknown id that is found", ["STAT-007"]) { history in
            let position = try #require(history.positions(.status, .unknownID).last)
            history.setOutcome(.status(200, .scanning), at: position)
        },
        Injection("an unknown id whose results are pending", ["STAT-007"]) { history in
            let position = try #require(history.positions(.results, .unknownID).last)
            history.setOutcome(.status(202, .scanning), at: position)
        },
        Injection("a failure without a reason", ["STAT-009"]) { history in
            let failed = history.positions(.status) { $0.outcome.response?.parsed?.state == .failed }
            try history.changeBody(at: try #require(failed.last)) {
                $0 = .object(["message": .string("The scan failed.")])
            }
        },
        Injection("a scan that is held up while it is polled fast", ["STAT-010"]) { history in
            let position = try #require(history.positions(.initiate) { $0.job == "fast-1" }.first)
            history.events[position].sent -= .seconds(100)
            history.events[position].received -= .seconds(100)
            history.header.plan.jobs.budget = .seconds(1000)
        },
        Injection("scanning, after the results were delivered", ["STAT-004", "STAT-011"]) { history in
            let position = try #require(history.positions(.status) { $0.jobID == history.firstScan }.last)
            try history.change(at: position) { $0.state = .scanning }
        },
    ]
}
