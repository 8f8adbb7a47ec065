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

/// The pipe from the supervisor, which carries the configuration.
///
/// The configuration is one line. The end of the pipe means that the supervisor has exited, so no worker outlives it.
struct ParentWatch: Service {
    private let ended: AsyncStream<Never>

    /// Waits for the end of the pipe or the shutdown of the worker.
    func run() async throws {
        for await _ in ended.cancelOnGracefulShutdown() {}
    }

    /// Reads the configuration from standard input and runs a body until standard input closes.
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
                    // Ends the loop below, which reads the pipe.
                    try? await pipe.channel.close()
                    try result.get()
                }
                // The supervisor sends nothing more; the loop waits for the end of the pipe.
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

    /// A flag that is true if standard input is a pipe, whose end signals the exit of the parent.
    private static var standardInputIsPipe: Bool {
        // Only pipes, sockets and terminals are not seekable. `fstat` would work too, but in a release build the
        // compiler mistakes its struct for one of CoreFoundation's, whichever module this file imports.
        isatty(STDIN_FILENO) == 0 && lseek(STDIN_FILENO, 0, SEEK_CUR) == -1 && errno == ESPIPE
    }
}

extension Result where Failure == any Error {
    /// Captures the result of an asynchronous body.
    fileprivate init(catching body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
