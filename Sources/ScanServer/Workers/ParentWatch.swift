//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import ServiceLifecycle
import SystemPackage

/// The pipe to the supervisor: the configuration comes down it as one line, and its end means that the supervisor is
/// gone, so that no worker outlives it.
struct ParentWatch: Service {
    private let ended: AsyncStream<Never>

    /// Ends with the pipe, or with the shutdown of the worker.
    func run() async throws {
        for await _ in ended.cancelOnGracefulShutdown() {}
    }

    /// Reads the configuration from standard input, then works as long as standard input stays open.
    static func withConfiguration(
        _ body: @escaping @Sendable (ServerConfiguration, ParentWatch) async throws -> Void
    ) async throws {
        guard standardInputIsPipe else { throw notByHand }
        let pipe = try await NIOPipeBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .takingOwnershipOfDescriptor(input: FileDescriptor.standardInput.duplicate().rawValue) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, Never>(wrappingChannelSynchronously: channel)
                }
            }
        let (ended, end) = AsyncStream.makeStream(of: Never.self)
        try await pipe.executeThenClose { inbound in
            var bytes = inbound.makeAsyncIterator()
            var line = ByteBuffer()
            while line.readableBytesView.last != UInt8(ascii: "\n"), let chunk = try await bytes.next() {
                line.writeImmutableBuffer(chunk)
            }
            let configuration = try configuration(in: line)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    let result = await Result(catching: { try await body(configuration, ParentWatch(ended: ended)) })
                    // Whoever reads the pipe below is done, too.
                    try? await pipe.channel.close()
                    try result.get()
                }
                // Nothing more is sent; the next thing to come is the end.
                while let _ = try? await bytes.next() {}
                end.finish()
                try await group.waitForAll()
            }
        }
    }

    private static func configuration(in line: ByteBuffer) throws -> ServerConfiguration {
        do {
            return try JSONDecoder().decode(ServerConfiguration.self, from: Data(line.readableBytesView))
        } catch {
            throw notByHand
        }
    }

    private static let notByHand = ServerError("a worker is started by `scan-server serve --workers N`, not by hand")

    /// Whether somebody can hold the other end; a terminal, a file and `/dev/null` cannot be waited on like this.
    private static var standardInputIsPipe: Bool {
        // What cannot be sought in is a pipe, a socket or a terminal. `fstat` would tell as much; but in a release build the
        // compiler takes its struct for one of CoreFoundation's, whichever module this file imports.
        isatty(STDIN_FILENO) == 0 && lseek(STDIN_FILENO, 0, SEEK_CUR) == -1 && errno == ESPIPE
    }
}

extension Result where Failure == any Error {
    /// Catches what an asynchronous body throws.
    fileprivate init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
