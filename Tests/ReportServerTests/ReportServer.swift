//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

extension ReportOffice {
    /// Returns the routes: an order gets 202 with its status address, and a finished report 303 with its own address.
    nonisolated func routes() -> Router<BasicRequestContext> {
        let router = Router()
        router.post("reports") { request, context in
            let id = await self.take(try await request.decode(as: Order.self, context: context))
            return Response(status: .accepted, headers: [.location: "/reports/orders/\(id)"])
        }
        router.get("reports/orders/:id") { _, context in
            let id = try context.parameters.require("id")
            return switch await self.look(for: id) {
            case .unknown: Response(status: .notFound)
            case .pending: Response(status: .accepted)
            case .ready: Response(status: .seeOther, headers: [.location: "/reports/\(id)"])
            }
        }
        router.get("reports/:id") { _, context in
            guard case .ready(let csv) = await self.look(for: try context.parameters.require("id")) else {
                return Response(status: .notFound)
            }
            return Response(
                status: .ok,
                headers: [.contentType: "text/csv"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: csv))
            )
        }
        return router
    }
}

/// Runs a body with the address of a report server.
func withReportServer(
    _ office: ReportOffice = ReportOffice(),
    _ body: (_ address: String) async throws -> Void
) async throws {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "reports")
    logger.logLevel = .error
    var server = Application(
        router: office.routes(),
        configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
        logger: logger
    )
    server.addServices(office)
    let services = ServiceGroup(services: [server], logger: logger)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            // Unblocks the loop below if the server cannot start.
            defer { port.finish() }
            try await services.run()
        }
        for await port in ports.prefix(1) { try await body("http://127.0.0.1:\(port)") }
        await services.triggerGracefulShutdown()
        try await group.waitForAll()
    }
}
