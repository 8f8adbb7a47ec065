//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import NIOCore
import ScanCore

/// The routes for liveness, readiness and metrics.
///
/// Source: `Conformance/Contract/api.md#operation`.
struct OperationRoutes {
    let store: any ScanStore
    let authentication: any Authenticating
    /// Renders the metrics of this worker in Prometheus text format.
    let renderMetrics: @Sendable () -> String

    func add(to router: Router<APIContext>) {
        router.route("health", [.get: health])
        router.route("ready", [.get: ready])
        let metrics = router.group("metrics").add(middleware: BearerAuthentication(authentication: authentication))
            .add(middleware: AdministratorsOnly())
        metrics.route("", [.get: self.metrics])
    }

    @Sendable private func health(_ request: Request, context: APIContext) async throws -> Response {
        try Response.json(["status": "alive"])
    }

    @Sendable private func ready(_ request: Request, context: APIContext) async throws -> Response {
        try await store.ping()
        return try Response.json(["status": "ready"])
    }

    @Sendable private func metrics(_ request: Request, context: APIContext) async throws -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: renderMetrics()))
        )
    }
}
