//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOEmbedded
import NIOHTTP1
import ScanHTTP

@testable import ScanServer

/// An in-memory connection with its own clock, the gate, and a responder that answers 200.
final class Connection {
    private let channel = EmbeddedChannel()
    private let responder: Responder
    private let reads = ReadCounter()
    private var received = ""

    init(answersAtOnce: Bool = true, limits change: (inout ConnectionLimits) -> Void = { _ in }) throws {
        var limits = ConnectionLimits()
        change(&limits)
        responder = Responder(answersAtOnce: answersAtOnce)
        let gate = RequestGate(limits: limits, refusals: Refusals(worker: "1"))
        var decoderLimits = NIOHTTPDecoderLimitConfiguration()
        decoderLimits.maxHeaderFieldSize = limits.headerBytes
        decoderLimits.maxHeaderListSize = limits.headerBytes
        decoderLimits.maxHeaderFieldCount = limits.headerCount
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(reads)
        try pipeline.addHandler(FirstByteWatch(gate))
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false,
            withErrorHandling: false,
            withOutboundHeaderValidation: false,
            withEncoderConfiguration: .init(),
            withDecoderLimitConfiguration: decoderLimits
        )
        try pipeline.addHandlers(gate, responder)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

    var requests: [Responder.Request] { responder.requests }
    var sawQuiesce: Bool { responder.sawQuiesce }
    var isOpen: Bool { channel.isActive }

    /// True if the server asks for more input when it is offered the opportunity.
    var isReading: Bool {
        let before = reads.count
        channel.read()
        return reads.count > before
    }

    /// The bytes of all answers so far, as text.
    var answers: String {
        while let bytes = try? channel.readOutbound(as: ByteBuffer.self) { received += String(buffer: bytes) }
        return received
    }

    /// Sends bytes to the server; they are dropped if the connection is closed.
    func send(_ text: String) { _ = try? channel.writeInbound(ByteBuffer(string: text)) }

    /// Closes the connection at once.
    func close() { channel.close(promise: nil) }

    /// Closes the client's side of the connection.
    func endInput() { channel.pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }

    func quiesce() { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }

    func advance(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    /// Answers the oldest unanswered request.
    func answer() { responder.answer() }
}

/// A handler that counts how often the server asks for input.
final class ReadCounter: ChannelOutboundHandler {
    typealias OutboundIn = Never

    private(set) var count = 0

    func read(context: ChannelHandlerContext) {
        count += 1
        context.read()
    }
}

/// A handler that answers every request with 200, at once or on demand.
final class Responder: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    struct Request {
        let method: String
        let path: String
        var body = ""
    }

    private(set) var requests: [Request] = []
    private(set) var sawQuiesce = false
    private let answersAtOnce: Bool
    private var context: ChannelHandlerContext?

    init(answersAtOnce: Bool) { self.answersAtOnce = answersAtOnce }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): requests.append(Request(method: head.method.rawValue, path: head.uri))
        case .body(let bytes): requests[requests.count - 1].body += String(buffer: bytes)
        case .end: if answersAtOnce { answer() }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { sawQuiesce = true }
    }

    func answer() {
        guard let context else { return }
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: ["Content-Length": "2"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: "ok")))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}

extension String {
    /// Returns the word after each occurrence of a text.
    func components(of text: String) -> [String] {
        split(separator: text, omittingEmptySubsequences: false).dropFirst().map { String($0.prefix { $0 != " " }) }
    }
}
