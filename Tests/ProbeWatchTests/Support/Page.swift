//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe

/// A page of a watch, asked for as a browser does.
enum Page {
    static func ask(_ method: String, _ url: String) async throws -> Exchange.Reply {
        try await HTTPTransport.withTransport { transport in
            let request = TransportRequest(method: method, url: url, timeout: .seconds(5), freshConnection: true)
            return try await transport.exchange(request) { _ in }.result.get()
        }
    }
}
