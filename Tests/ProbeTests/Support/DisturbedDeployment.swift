//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import Synchronization

/// A correct deployment behind a disturbance, such as a load balancer or a bad connection.
final class DisturbedDeployment: Sendable {
    /// The disturbed requests, by a part of their path.
    enum Part: String, Sendable {
        case everything = "/"
        case login = "/auth/login"
        case status = "/status/scan_"
        /// The existing jobs: ids that the prober makes up begin otherwise.
        case knownStatus = "/status/scan_00000000"
        case results = "/results/scan_"
    }

    /// The response of a load balancer without a server behind it.
    static let badGateway = TestServer.Reply.response(
        status: 502,
        headers: [("content-type", "text/html")],
        body: "<html><head><title>502 Bad Gateway</title></head><body>Try again later.</body></html>"
    )

    private let deployment = TestDeployment()
    private let part: Part
    private let count = Mutex(0)
    private let disturb: @Sendable (_ number: Int) -> TestServer.Reply?

    /// Creates a deployment.
    ///
    /// - Parameters:
    ///   - part: The disturbed requests.
    ///   - disturb: Returns the reply to a disturbed request, by its number from 1 on; `nil` lets it through.
    init(_ part: Part, _ disturb: @escaping @Sendable (_ number: Int) -> TestServer.Reply?) {
        self.part = part
        self.disturb = disturb
    }

    @Sendable func respond(to request: TestServer.Request) -> TestServer.Reply {
        guard request.path.contains(part.rawValue) else { return deployment.respond(to: request) }
        let number = self.count.withLock { count in
            count += 1
            return count
        }
        return disturb(number) ?? deployment.respond(to: request)
    }
}
