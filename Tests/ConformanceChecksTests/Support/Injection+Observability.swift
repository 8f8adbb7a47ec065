//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    /// All injections into the history of a deployment with operator access.
    static let operated = Self.errors + Self.store + Self.recovery + Self.latency + Self.observability

    static let observability: [Injection] = [
        Injection("a failed lookup that is not logged", ["OBS-001"]) { history in
            history.logs.removeAll { $0.message.hasPrefix("Failed to resolve") }
        },
        Injection("a fallback that is not logged", ["OBS-001"]) { history in
            history.logs.removeAll { $0.message.hasPrefix("Scan cache key") }
        },
        Injection("requests that are not counted", ["OBS-002"]) { history in
            for position in history.positions(.metrics, .adminToken) {
                try history.spoil(position) {
                    $0.body = $0.body?.replacing("http_requests_total", with: "http_bytes_total")
                }
            }
        },
        Injection("lookups of which one is not counted", ["OBS-002"]) { history in
            let last = try #require(history.positions(.metrics, .adminToken).last)
            try history.spoil(last) {
                $0.body = $0.body?.replacing(#"{method="primary"} "#, with: #"{method="primary"} 0."#)
            }
        },
        Injection("an answer without a request id", ["OBS-003"]) { history in
            try history.spoil(try #require(history.positions(.status).first)) { $0.headers["x-request-id"] = nil }
        },
        Injection("a log without request ids", ["OBS-003"]) { history in
            for index in history.logs.indices { history.logs[index].metadata["request_id"] = nil }
        },
    ]
}
