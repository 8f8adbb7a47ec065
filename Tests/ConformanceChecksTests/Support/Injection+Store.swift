//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    static let store: [Injection] = [
        Injection("a lookup that is not there at first", ["TTL-001"]) { history in
            try history.spoil(.lookup, of: "stored-1", .initiated) { $0.exists = false }
        },
        Injection("a newest scan that is not there at first", ["TTL-001"]) { history in
            try history.spoil(.latestJob, of: "stored-2", .initiated) { $0.exists = false }
        },
        Injection("an index that ends with the entry", ["TTL-002"]) { history in
            try history.spoil(.index, of: "stored-2", .ended) { $0.remaining = .seconds(290) }
        },
        Injection("a lookup that is deleted at completion", ["TTL-002"]) { history in
            try history.spoil(.lookup, of: "stored-1", .ended) { $0.exists = false }
        },
        Injection("lookups of a day that are written once", ["TTL-003"]) { history in
            let first = try #require(history.samples.first { $0.job == "stored-1" }).asked
            for index in history.samples.indices where history.samples[index].job == "stored-1" {
                let elapsed = history.samples[index].asked - first
                for key in history.samples[index].keys.indices where history.samples[index].keys[key].role == .lookup {
                    history.samples[index].keys[key].remaining = .seconds(86_400) - elapsed
                }
            }
        },
        Injection("an entry without an expiry", ["TTL-004"]) { history in
            try history.spoil(.entry, of: "stored-1", .running) { $0.remaining = nil }
        },
        Injection("a counter without an expiry", ["TTL-005"]) { history in
            try history.spoil(.statistics, of: nil, .census) { $0.remaining = nil }
        },
        Injection("a set that stays for a month", ["TTL-005"]) { history in
            try history.spoil(.entry, of: nil, .census) { $0.remaining = .seconds(30 * 86_400) }
        },
        Injection("a leaked key of no known pattern", ["TTL-005"]) { history in
            try history.spoil(.unknown, of: nil, .census) { $0.key = "opportunity_scan_trace:1" }
        },
    ]
}
