//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import KitSupport
import Metrics

/// Request metrics: counts and durations by route, method and status, never by scan or user.
struct RequestMetrics: Sendable {
    func record(_ request: Request, path: String?, status: HTTPResponse.Status, took duration: Duration) {
        let route = path ?? "none"
        let methods = ["GET", "POST", "DELETE", "HEAD"]
        let method = methods.contains(request.method.rawValue) ? request.method.rawValue : "other"
        Counter(
            label: "http_requests_total",
            dimensions: [("route", route), ("method", method), ("status", "\(status.code)")]
        ).increment()
        Metrics.Timer(label: "http_request_duration_seconds", dimensions: [("route", route)])
            .recordNanoseconds(duration.nanoseconds)
    }

    /// Counts a request that was refused before it was complete.
    func recordRefusal(status: HTTPResponse.Status) {
        Counter(
            label: "http_requests_total",
            dimensions: [("route", "none"), ("method", "none"), ("status", "\(status.code)")]
        ).increment()
    }
}
