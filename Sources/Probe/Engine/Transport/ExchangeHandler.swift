//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOTLS
import ProbeHistory

/// The end of a connection's pipeline, which carries one call after the other.
///
/// | state | event | next state |
/// |---|---|---|
/// | handshaking | the handshake is complete | waiting call starts |
/// | idle | a call that is sent together with others | gathering |
/// | gathering | all of them have arrived or left | busy |
/// | gathering | bytes arrive | closing, and the call has failed |
/// | idle | a call | busy |
/// | idle | bytes arrive | spoke: whoever takes the connection next is told |
/// | busy | the answer's end | idle, or closing if either end said so |
/// | busy | an error, the end of the connection | closed, and the call has failed |
/// | any | the end of the connection | closed |
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// The use of an idle connection.
    enum Readiness {
        case ready
        case closed
        /// The other end sent something that nobody had asked for.
        case spoke
    }

    private enum State {
        case handshaking(Call?)
        case idle
        case gathering(Call)
        case busy(Call)
        case spoke
        case closing
        case closed
    }

    /// The time that the other end has to close a connection, if it said that it will.
    ///
    /// Whoever closes first keeps the port for a minute, and the prober has fewer of them than it opens connections.
    private static let patience = TimeAmount.milliseconds(250)

    private let origin: RequestAddress.Origin
    private let pool: ConnectionPool
    private let keptBodyBytes: Int
    private var state: State
    private var context: ChannelHandlerContext?
    /// The context that requests are written from: below the decompressor, which would ask for compression.
    private var writing: ChannelHandlerContext?
    private var number = 0
    private var carried = 0
    private var hasArrived = false
    private var answer: AnswerBuilder?
    /// The timer that ends a call of this connection at its deadline, set for that time or an earlier one.
    ///
    /// It stays when a call ends: hardly any call comes to its deadline, and the next one needs a timer, too.
    private var alarm: (time: NIODeadline, timer: Scheduled<Void>)?

    init(origin: RequestAddress.Origin, keptBodyBytes: Int, waitsForTLS: Bool, pool: ConnectionPool) {
        self.origin = origin
        self.pool = pool
        self.keptBodyBytes = keptBodyBytes
        state = waitsForTLS ? .handshaking(nil) : .idle
    }

    var readiness: Readiness {
        switch state {
        case .idle: .ready
        case .spoke: .spoke
        case .handshaking, .gathering, .busy, .closing, .closed: .closed
        }
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        writing = try? context.pipeline.syncOperations.context(handlerType: NIOHTTPResponseDecompressor.self)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        writing = nil
        alarm?.timer.cancel()
        alarm = nil
    }

    /// Sends a call's request on a connection that has carried others, and ends the call at its deadline.
    func startNext(_ call: Call) {
        if let loop = context?.eventLoop { watch(call, on: loop) }
        start(call)
    }

    private func watch(_ call: Call, on loop: any EventLoop) {
        if let alarm, alarm.time <= call.deadline { return }
        alarm?.timer.cancel()
        let timer = loop.assumeIsolated().scheduleTask(deadline: call.deadline) {
            self.alarm = nil
            guard case .busy(let call) = self.state else { return }
            call.deadline <= .now() ? call.timeOut() : self.watch(call, on: loop)
        }
        alarm = (call.deadline, timer)
    }

    /// Starts a call on a new connection, as soon as there is one to speak of.
    func whenReady(for call: Call) {
        switch state {
        case .handshaking: state = .handshaking(call)
        case .idle: gather(call)
        case .closed: call.finish(.failure(TransportFailure(ChannelError.ioOnClosedChannel, timeout: .zero)))
        case .gathering, .busy, .spoke, .closing: call.finish(.failure(TransportFailure(.notHTTP, Self.unasked)))
        }
    }

    /// Starts a call on a new connection: at once, or together with those that it is to overlap with.
    private func gather(_ call: Call) {
        guard let place = call.request.place, let loop = context?.eventLoop else { return start(call) }
        state = .gathering(call)
        place.arrive(on: loop).assumeIsolated().whenComplete { _ in
            guard case .gathering = self.state else { return }
            self.state = .idle
            self.start(call)
        }
    }

    /// Sends a call's request on an idle connection.
    func start(_ call: Call) {
        guard let context, let writing else {
            return call.finish(.failure(TransportFailure(ChannelError.ioOnClosedChannel, timeout: .zero)))
        }
        if number == 0 { number = pool.register(context.channel) }
        guard call.assign(number, reuses: carried > 0, context.channel) else {
            // Nobody asks any more: what was opened for the call can carry another one, unless it was to be fresh.
            return call.request.freshConnection ? context.close(promise: nil) : keep(context)
        }
        carried += 1
        hasArrived = false
        state = .busy(call)
        answer = nil
        var head = HTTPRequestHead(
            version: .http1_1,
            method: HTTPMethod(rawValue: call.request.method),
            uri: call.address.target
        )
        head.headers.reserveCapacity(call.request.headers.count + 3)
        if !call.request.headers.contains(where: { $0.name.isField("host") }) {
            head.headers.add(name: "Host", value: call.address.authority)
        }
        for header in call.request.headers { head.headers.add(name: header.name, value: header.value) }
        if let body = call.request.body {
            head.headers.replaceOrAdd(name: "Content-Length", value: "\(body.utf8.count)")
        } else if [.POST, .PUT, .PATCH].contains(head.method) {
            // Without a length it would go out in chunks, which some servers refuse; RFC 9110 §8.6.
            head.headers.replaceOrAdd(name: "Content-Length", value: "0")
        }
        if call.request.freshConnection { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        call.mark(.sent)
        writing.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        if let body = call.request.body {
            writing.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: body)))), promise: nil)
        }
        writing.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Notes that bytes arrived, before anybody has made sense of them.
    func bytesArrived(_ bytes: ByteBuffer) {
        switch state {
        case .busy(let call):
            guard !hasArrived else { return }
            hasArrived = true
            call.mark(.answering)
        case .idle:
            // An end that waited too long for a request may say so as it closes: RFC 9110 §15.5.9.
            let isTimeout = bytes.readableBytesView.dropFirst("HTTP/1.1".utf8.count).starts(with: " 408".utf8)
            state = isTimeout ? .closing : .spoke
        case .gathering:
            fail(TransportFailure(.notHTTP, Self.unasked))
            context?.close(promise: nil)
        case .handshaking, .spoke, .closing, .closed: break
        }
    }

    private static let unasked = "the other end answered before it was asked"
}

// MARK: - Events

extension ExchangeHandler {
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent, case .handshaking(let call) = state {
            state = .idle
            if let call { gather(call) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .busy(let call) = state else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head): answer = AnswerBuilder(head, keptBytes: keptBodyBytes, allowance: call.request.allowance)
        case .body(let part): answer?.add(part)
        case .end:
            guard let answer else { return }
            self.answer = nil
            call.mark(.received)
            let isKept = answer.isKeepAlive && !call.request.freshConnection
            isKept ? keep(context) : close(context, isExpected: !answer.isKeepAlive)
            call.finish(.success(answer.reply(pool.recentFields)))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An answer without a body, such as one to HEAD, may say how the body would be compressed.
        if error as? NIOHTTPDecompression.ExtraDecompressionError == .truncatedData, answer?.isEmpty == true { return }
        fail(TransportFailure(error, timeout: waiting?.request.timeout ?? .zero))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let isEarly = carried > 1 && !hasArrived
        let failure = TransportFailure(ChannelError.eof, timeout: .zero)
        fail(isEarly ? TransportFailure(failure.kind, "the kept connection was closed instead of an answer") : failure)
        // One that spoke unasked waits for whoever comes next, who is told.
        if case .spoke = state {} else { state = .closed }
        pool.forget(number, origin, context.channel, isStillOffered: readiness == .spoke)
        context.fireChannelInactive()
    }

    /// The call that waits for this connection.
    private var waiting: Call? {
        switch state {
        case .busy(let call), .gathering(let call), .handshaking(let call?): call
        case .handshaking(nil), .idle, .spoke, .closing, .closed: nil
        }
    }

    private func fail(_ failure: TransportFailure) {
        guard let call = waiting else { return }
        state = .closing
        call.finish(.failure(failure))
    }

    private func keep(_ context: ChannelHandlerContext) {
        state = .idle
        pool.keep(
            IdleConnection(
                channel: context.channel,
                number: number,
                handler: NIOLoopBound(self, eventLoop: context.eventLoop)
            ),
            origin
        )
    }

    /// Closes the connection after its last answer.
    private func close(_ context: ChannelHandlerContext, isExpected: Bool) {
        state = .closing
        guard isExpected else { return context.close(promise: nil) }
        let channel = context.channel
        let timer = context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in timer.cancel() }
    }
}
