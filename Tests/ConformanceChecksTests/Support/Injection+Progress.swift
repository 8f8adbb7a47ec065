//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    static let progress = [
        Injection("progress that shrinks", ["PROG-001", "PROG-008"]) { history in
            let position = try history.runningPoll()
            let sent = history.events[position].sent
            let known = history.polls.filter { history.events[$0].received < sent }.map(history.progress).max() ?? 0
            try history.setProgress(known - 1, at: position)
        },
        Injection("more completed than there are", ["PROG-002"]) { history in
            try history.change(at: try history.runningPoll()) {
                $0.progress = JobProgress(completed: 15, total: 14, percentage: 100)
            }
        },
        Injection("a percentage that disagrees", ["PROG-002"]) { history in
            try history.change(at: try history.runningPoll()) { $0.progress?.percentage = 99 }
        },
        Injection("a total that changes", ["PROG-003"]) { history in
            let position = try history.runningPoll()
            // Without a percentage, which would shrink as well.
            let progress = JobProgress(completed: history.progress(at: position), total: 15)
            try history.change(at: position) { $0.progress = progress }
        },
        Injection("a total of 0 at first", ["PROG-003"]) { history in
            try history.setProgress(0, of: 0, at: try #require(history.polls.first))
        },
        Injection("complete with one strategy missing and no percentage", ["PROG-004"]) { history in
            let complete = history.polls.filter { history.state(at: $0) == .complete }
            let first = try #require(complete.min { history.events[$0].received < history.events[$1].received })
            try history.change(at: first) { $0.progress = JobProgress(completed: 13, total: 14) }
        },
        Injection("complete with one strategy missing", ["PROG-004"]) { history in
            let complete = history.polls.filter { history.state(at: $0) == .complete }
            let first = try #require(complete.min { history.events[$0].received < history.events[$1].received })
            try history.setProgress(13, at: first)
        },
        Injection("eleven partial results", ["PROG-005"]) { history in
            let body = MadeResults(jobID: "", userID: "", in: MadeResults.Market(), count: 11)
            try history.changeBody(at: try history.runningPoll()) {
                $0.set("partial_results", to: .array(body.opportunities))
            }
        },
        Injection("a partial result that is not among the final ones", ["PROG-005"]) { history in
            let market = MadeResults.Market(symbols: ["LOST/USDT"])
            let body = MadeResults(jobID: "", userID: "", in: market, count: 1)
            try history.changeBody(at: try history.runningPoll()) {
                $0.set("partial_results", to: .array(body.opportunities))
            }
        },
        Injection("progress that is nothing and then all", ["PROG-006"]) { history in
            for position in history.positions(.status) where history.state(at: position) == .scanning {
                try history.change(at: position) {
                    $0.progress?.completed = 0
                    $0.progress?.percentage = 0
                }
            }
        },
        Injection("fewer opportunities found than before", ["PROG-007"]) { history in
            let found = { (event: Event) in event.outcome.response?.parsed?.progress?.found ?? 0 }
            let polls = history.positions(.status) { $0.job == "scan-1" }
            let position = try #require(polls.first { found(history.events[$0]) > 8 })
            let sent = history.events[position].sent
            let known = polls.map { history.events[$0] }.filter { $0.received < sent }.map(found).max() ?? 0
            try history.change(at: position) { $0.progress?.found = known - 1 }
        },
        Injection("a percentage that shrinks", ["PROG-008"]) { history in
            let percentage = { (event: Event) in event.outcome.response?.parsed?.progress?.percentage ?? 0 }
            let polls = history.positions(.status) { $0.job == "scan-1" }
            let position = try #require(
                polls.first { position in
                    let event = history.events[position]
                    return history.state(at: position) == .scanning && percentage(event) >= 2
                        && polls.contains {
                            history.events[$0].received < event.sent
                                && percentage(history.events[$0]) == percentage(event)
                        }
                }
            )
            // Still within a point of the count.
            let smaller = percentage(history.events[position]) - 0.4
            try history.change(at: position) { $0.progress?.percentage = smaller }
        },
        Injection("another count at the end than the list has", ["PROG-007"]) { history in
            try history.change(at: try history.completePoll()) { $0.progress?.found = 99 }
        },
    ]
}
