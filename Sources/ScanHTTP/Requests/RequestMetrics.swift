//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import KitSupport
import Metrics
import Synchronization

/// Request metrics: counts and durations by route, method and status, never by scan or user.
final class RequestMetrics: Sendable {
    private struct Kind: Hashable {
        let route: String
        let method: String
        let status: Int
    }

    private static let methods = ["GET", "POST", "DELETE", "HEAD"]

    /// The handles of each kind of answer, of which there are as many as the routes have; made when the first one is sent.
    private let handles = Mutex<[Kind: (counter: Counter, timer: Metrics.Timer)]>([:])

    func record(_ request: Request, path: String?, status: HTTPResponse.Status, took duration: Duration) {
        let method = request.method.rawValue
        let kind = Kind(
            route: path ?? "none",
            method: Self.methods.contains(method) ? method : "other",
            status: status.code
        )
        let (counter, timer) = handles.withLock { handles in
            if let known = handles[kind] { return known }
            let made = (
                counter: Self.counter(kind),
                timer: Metrics.Timer(label: "http_request_duration_seconds", dimensions: [("route", kind.route)])
            )
            handles[kind] = made
            return made
        }
        counter.increment()
        timer.recordNanoseconds(duration.nanoseconds)
    }

    /// Counts a request that was refused before it was complete.
    func recordRefusal(status: HTTPResponse.Status) {
        Self.counter(Kind(route: "none", method: "none", status: status.code)).increment()
    }

    private static func counter(_ kind: Kind) -> Counter {
        Counter(
            label: "http_requests_total",
            dimensions: [("route", kind.route), ("method", kind.method), ("status", "\(kind.status)")]
        )
    }
}
