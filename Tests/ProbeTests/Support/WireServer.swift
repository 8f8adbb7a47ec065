//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A server below HTTP: it keeps the bytes of each request as they came, and answers with bytes that a test chooses.
final class WireServer: Sendable {
    struct Request: Sendable, Hashable {
        /// The first line of the request, without its end.
        var line: String
        /// The whole head.
        var head: String
        /// The body.
        var body: String
        /// The address of the other end; empty for a Unix socket.
        var from: String

        /// The second word of the first line.
        var target: String {
            line.split(separator: " ", omittingEmptySubsequences: false).dropFirst().first.map(String.init) ?? ""
        }
    }

    /// The bytes that are sent to the other end.
    enum Part: Sendable {
        case bytes([UInt8])
        case text(String)
        /// Sent when the other end has had time to take what came before.
        case later(String)
        case close
    }

    private let seen: Mutex<[Request]>
    /// The address that the server listens on.
    let address: SocketAddress

    /// The names that TLS handshakes asked for, in their order.
    var serverNames: [String?] { recording.names.withLock { $0 } }
    var requests: [Request] { seen.withLock { $0 } }
    var port: Int { address.port ?? 0 }

    private let recording: Recording

    private init(_ address: SocketAddress, _ recording: Recording) {
        self.address = address
        self.recording = recording
        seen = Mutex([])
    }

    /// An answer with a body.
    static func ok(_ body: String = "{}") -> [Part] {
        [.text("HTTP/1.1 200 OK\r\ncontent-length: \(body.utf8.count)\r\n\r\n\(body)")]
    }

    /// The side of a server in TLS with the certificate that a test made in a folder.
    static func tlsContext(in folder: URL) throws -> NIOSSLContext {
        let file = { (name: String) in folder.appending(path: name).path() }
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(file("certificate.pem")).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: file("key.pem"), format: .pem))
        )
        return try NIOSSLContext(configuration: configuration)
    }

    /// Lends a running server to a body.
    static func with<Value>(
        at place: SocketAddress? = nil,
        tls: NIOSSLContext? = nil,
        _ answer: @escaping @Sendable (Request) -> [Part] = { _ in ok() },
        _ body: (WireServer) async throws -> Value
    ) async throws -> Value {
        let place = try place ?? SocketAddress(ipAddress: "127.0.0.1", port: 0)
        let record = Recording(answer: answer)
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let tls else { return try channel.pipeline.syncOperations.addHandler(WireHandler(record)) }
                    let names = SNIHandler { result in
                        let name: String? = if case .hostname(let name) = result { name } else { nil }
                        record.names.withLock { $0.append(name) }
                        return channel.eventLoop.makeCompletedFuture {
                            try channel.pipeline.syncOperations.addHandlers(
                                NIOSSLServerHandler(context: tls),
                                WireHandler(record)
                            )
                        }
                    }
                    try channel.pipeline.syncOperations.addHandler(ByteToMessageHandler(names))
                }
            }
            .bind(to: place)
            .get()
        let server = WireServer(channel.localAddress ?? place, record)
        record.observation.withLock { $0.observe = { request in server.seen.withLock { $0.append(request) } } }
        let result: Result<Value, any Error>
        do { result = .success(try await body(server)) } catch { result = .failure(error) }
        try await channel.close()
        return try result.get()
    }
}

private final class Recording: Sendable {
    // A structure: a closure that a mutex holds is wrapped once more each time it is lent.
    struct Observation {
        var observe: (@Sendable (WireServer.Request) -> Void)?
    }

    let answer: @Sendable (WireServer.Request) -> [WireServer.Part]
    let observation = Mutex(Observation())
    let names = Mutex<[String?]>([])

    init(answer: @escaping @Sendable (WireServer.Request) -> [WireServer.Part]) {
        self.answer = answer
    }
}

private final class WireHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let recording: Recording
    private var unread: [UInt8] = []

    init(_ recording: Recording) {
        self.recording = recording
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unread += Self.unwrapInboundIn(data).readableBytesView
        while let request = takeRequest(context) {
            recording.observation.withLock { $0.observe }?(request)
            send(recording.answer(request)[...], context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func takeRequest(_ context: ChannelHandlerContext) -> WireServer.Request? {
        guard let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: unread[..<end.lowerBound], as: UTF8.self)
        let length =
            head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).filter { $0 != " " }) } ?? 0
        guard unread.count >= end.upperBound + length else { return nil }
        let body = String(decoding: unread[end.upperBound..<end.upperBound + length], as: UTF8.self)
        unread.removeFirst(end.upperBound + length)
        return WireServer.Request(
            line: String(head.prefix { $0 != "\r\n" }),
            head: head,
            body: body,
            from: context.remoteAddress?.ipAddress ?? ""
        )
    }

    private func send(_ parts: ArraySlice<WireServer.Part>, _ channel: any Channel) {
        guard let part = parts.first else { return }
        let rest = parts.dropFirst()
        switch part {
        case .bytes(let bytes): channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
        case .text(let text): channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
        case .later(let text):
            _ = channel.eventLoop.scheduleTask(in: .milliseconds(50)) {
                channel.writeAndFlush(ByteBuffer(string: text), promise: nil)
                Self.sendRest(rest, channel)
            }
            return
        case .close: channel.close(promise: nil)
        }
        send(rest, channel)
    }

    private static func sendRest(_ parts: ArraySlice<WireServer.Part>, _ channel: any Channel) {
        for part in parts {
            if case .close = part { channel.close(promise: nil) }
            if case .text(let text) = part { channel.writeAndFlush(ByteBuffer(string: text), promise: nil) }
        }
    }
}
