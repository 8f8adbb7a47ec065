//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    static let latency: [Injection] = [
        Injection("late polls", ["PERF-001"]) { history in
            let polls = history.positions(.status)
            for (index, position) in polls.enumerated() where index.isMultiple(of: max(polls.count / 40, 1)) {
                history.events[position].received = history.events[position].sent + .milliseconds(1500)
            }
        },
        Injection("late reads", ["PERF-002"]) { history in
            for (index, position) in history.positions(.results).enumerated() where index.isMultiple(of: 4) {
                history.events[position].received = history.events[position].sent + .milliseconds(1500)
            }
        },
        Injection("polls that take longer and longer", ["PERF-003"]) { history in
            let polls = history.positions(.status)
            for (index, position) in polls.enumerated() {
                history.events[position].received = history.events[position].sent + .microseconds(index * 400)
            }
        },
    ]
}
