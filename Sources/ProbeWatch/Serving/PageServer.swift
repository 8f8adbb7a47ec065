//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import NIOCore
import NIOHTTP1
import NIOPosix
import Probe

/// A small server of pages that are only read.
///
/// A connection carries one request and has ten seconds for it; there are 64 at a time at most.
enum PageServer {
    private static let patience = TimeAmount.seconds(10)
    private static let mostConnections = 64

    /// Serves the pages while a body runs.
    ///
    /// - Parameters:
    ///   - place: The address; without one the body runs alone.
    ///   - board: The pages.
    ///   - log: Told the address.
    ///   - body: The body.
    /// - Throws: ``ProbeFailure`` for an address that cannot be listened on, and the error of the body.
    static func with(
        _ place: HostAndPort?,
        _ board: PageBoard,
        log: (String) -> Void,
        _ body: () async throws -> Void
    ) async throws {
        guard let place else { return try await body() }
        let channel: any Channel
        do {
            channel = try await bind(place, board)
        } catch {
            throw ProbeFailure(
                .output,
                "\(place) cannot be listened on: is the port taken, or the host another machine's?"
            )
        }
        let port = channel.localAddress?.port ?? place.port
        log("page at http://\(HostAndPort(host: place.host, port: port))/")
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        try? await channel.close()
        try result.get()
    }

    private static func bind(_ place: HostAndPort, _ board: PageBoard) async throws -> any Channel {
        let seats = Seats(most: mostConnections)
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 64)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                guard seats.take() else { return channel.close() }
                channel.closeFuture.whenComplete { _ in seats.free() }
                return channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false)
                    try pipeline.addHandler(PageHandler(board: board))
                    // For the whole connection, so that nobody keeps it by sending slowly.
                    let end = channel.eventLoop.scheduleTask(in: patience) { channel.close(promise: nil) }
                    channel.closeFuture.whenComplete { _ in end.cancel() }
                }
            }
            .bind(host: place.host, port: place.port)
            .get()
    }
}
