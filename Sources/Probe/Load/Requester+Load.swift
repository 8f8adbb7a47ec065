//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Requester {
    /// Returns a planned request as it is sent to an address.
    func transportRequest(_ planned: PlannedRequest, to url: String) -> TransportRequest {
        TransportRequest(
            method: planned.method ?? endpoint(of: planned.operation).method,
            url: url,
            headers: headers(of: planned),
            body: planned.body,
            timeout: timeout,
            freshConnection: planned.freshConnection
        )
    }
}
