//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird
import ScanHTTP
import ScanServer

extension Mutant {
    /// The initiation is slow, as if it did part of the work before responding.
    static let initiationSlow = Mutant(
        name: "initiation-slow",
        summary: "An initiation is answered after two and a half seconds.",
        violates: ["INIT-001"],
        seams: ServerSeams(answers: [SlowInitiations()])
    )
}

/// A delay in front of every initiation: behind it the service would refuse what the store holds up for so long.
private struct SlowInitiations: RouterMiddleware {
    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        if APICall(of: request) == .discover { try await Task.sleep(for: .milliseconds(2500)) }
        return try await next(request, context)
    }
}
