//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Hiredis
import Hummingbird
import Logging
import NIOCore
import RedisClient
import ServiceLifecycle
import SystemPackage
import UnixSignals

/// The yardstick of the server's benches: the server's HTTP stack, answering each request from one bare Redis GET.
@main
struct Main: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan-yardstick",
        abstract: "Serve the values of Redis keys, one GET for each request: what the server's benches compare with.",
        discussion: "GET /bare/KEY answers with the value of KEY, as JSON."
    )

    @Option(help: "The Redis, such as redis://127.0.0.1:6379/0.")
    var redis: String

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port = 0

    func run() async throws {
        var logger = Logger(label: "scan-yardstick")
        logger.logLevel = .warning
        let client = try RedisClient(try RedisConfiguration(url: redis), logger: logger)
        let router = Router()
        router.get("bare/{key}") { _, context -> Response in
            let reply = try await client.send(.get(try context.parameters.require("key")))
            guard let bytes = reply.bytes else { throw HTTPError(.notFound) }
            return Response(
                status: .ok,
                headers: [.contentType: "application/json; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            )
        }
        let server = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port)),
            onServerRunning: { channel in
                let address = "http://127.0.0.1:\(channel.localAddress?.port ?? 0)"
                // At once, without buffering: the bench waits for it.
                _ = try? FileDescriptor.standardOutput.writeAll("Listening on \(address) as a yardstick.\n".utf8)
            },
            logger: logger
        )
        let group = ServiceGroup(
            configuration: .init(
                services: [client, server],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "lifecycle") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        try await group.run()
    }
}
