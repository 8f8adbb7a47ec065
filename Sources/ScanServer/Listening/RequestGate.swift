//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import NIOCore
import NIOHTTP1
import ScanHTTP

/// A handler that passes on only complete requests, and answers incomplete or malformed ones itself.
///
/// It is placed between the decoder and the other handlers of a connection. Requests with broken framing, and those
/// that take too long to arrive, thus get the same error body as all others, and no task is used while a request
/// arrives. Of several requests that arrive together, each is passed on when the one before it is answered, and nothing
/// more is read meanwhile: a client that sends a hundred at once gets its turn as often as one that sends one.
final class RequestGate: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// The state of the connection's input.
    private enum Reading {
        case nothing
        case request(PartialRequest)
        /// No more input is accepted.
        case done
    }

    private struct PartialRequest {
        let head: HTTPRequestHead
        var body = ByteBuffer()
        var bodyBytes = 0
    }

    /// A pending answer to a request that was passed on.
    private struct Owed {
        /// A flag that is true if the connection closes after this answer.
        let isLast: Bool
        let version: HTTPVersion
    }

    private let limits: ConnectionLimits
    private let refusals: Refusals
    private var context: ChannelHandlerContext?
    private var reading = Reading.nothing
    private var owed = CircularBuffer<Owed>()
    /// The complete requests that wait for the answers to earlier ones.
    private var waiting = CircularBuffer<PartialRequest>()
    /// The bytes of a request whose head is not decoded yet.
    private var beginning = ByteBuffer()
    /// True if more input was asked for while requests were waiting.
    private var holdsRead = false
    /// The error to answer with once all earlier answers are sent.
    private var refusal: APIError?
    private var owesContinue = false
    private var requestBegan: NIODeadline?
    private var idleSince = NIODeadline.now()
    private var lingersSince: NIODeadline?
    private var isInputClosed = false
    /// The shutdown event held back until the arriving request is complete.
    private var heldQuiesce: Any?
    private var timer: (due: NIODeadline, task: Scheduled<Void>)?

    init(limits: ConnectionLimits, refusals: Refusals) {
        self.limits = limits
        self.refusals = refusals
    }

    // MARK: - The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        idleSince = context.eventLoop.now
        if context.channel.isActive { arm(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        idleSince = context.eventLoop.now
        arm(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.task.cancel()
        timer = nil
        reading = .done
        waiting.removeAll()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent {
            isInputClosed = true
            if lingersSince != nil { context.close(promise: nil) }
        }
        guard event is ChannelShouldQuiesceEvent else { return context.fireUserInboundEventTriggered(event) }
        heldQuiesce = event
        quiesceIfComplete(context)
    }

    /// Passes the shutdown event on unless a request is arriving or waiting.
    private func quiesceIfComplete(_ context: ChannelHandlerContext) {
        if case .request = reading { return }
        guard waiting.isEmpty, let event = heldQuiesce else { return }
        heldQuiesce = nil
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case .done = reading { return }
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        // The decoder knows the registered methods only. Which ones a path has is for the routes to say.
        if error == .invalidMethod, let head = HTTPRequestHead(ofUnknownMethod: beginning) {
            if let problem = head.problem(within: limits) { return refuse(problem, context) }
            return letThrough(PartialRequest(head: head), context)
        }
        refuse(.malformedRequest, context)
    }

    // MARK: - Requests

    /// Starts the time limit of a request at its first bytes, before they are decoded.
    func noteBytes(_ bytes: ByteBuffer) {
        guard let context, case .nothing = reading else { return }
        if beginning.readableBytes < limits.headerBytes { beginning.writeImmutableBuffer(bytes) }
        guard requestBegan == nil else { return }
        requestBegan = context.eventLoop.now
        arm(context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (unwrapInboundIn(data), reading) {
        case (.head(let head), .nothing):
            beginning = ByteBuffer()
            if let error = head.problem(within: limits) { return refuse(error, context) }
            reading = .request(PartialRequest(head: head))
            if head.expectsContinue { sendContinue(context) }
        case (.body(let bytes), .request(var request)):
            request.bodyBytes += bytes.readableBytes
            guard request.bodyBytes <= limits.drainedBytes else { return refuse(.bodyTooLarge, context) }
            let wanted = limits.bodyBytes + 1 - request.body.readableBytes
            // The enum releases the buffer, so that appending does not copy it.
            reading = .nothing
            request.body.writeImmutableBuffer(
                bytes.getSlice(at: bytes.readerIndex, length: min(wanted, bytes.readableBytes)) ?? bytes
            )
            reading = .request(request)
        case (.end, .request(let request)):
            letThrough(request, context)
        default:
            break
        }
    }

    private func letThrough(_ request: PartialRequest, _ context: ChannelHandlerContext) {
        let isLast = !request.head.isKeepAlive
        owed.append(Owed(isLast: isLast, version: request.head.version))
        reading = isLast ? .done : .nothing
        requestBegan = nil
        owesContinue = false
        waiting.append(request)
        passNext(context)
        quiesceIfComplete(context)
    }

    /// Passes the next request on, if the one before it is answered.
    private func passNext(_ context: ChannelHandlerContext) {
        guard owed.count - waiting.count < limits.requestsAtOnce, let request = waiting.popFirst() else { return }
        context.fireChannelRead(wrapInboundOut(.head(request.head)))
        if request.body.readableBytes > 0 { context.fireChannelRead(wrapInboundOut(.body(request.body))) }
        context.fireChannelRead(wrapInboundOut(.end(nil)))
    }

    /// Reads only when no request is waiting, so that a connection holds no more than it sends at a time.
    func read(context: ChannelHandlerContext) {
        if waiting.isEmpty { context.read() } else { holdsRead = true }
    }

    private func readAgain(_ context: ChannelHandlerContext) {
        guard holdsRead else { return }
        holdsRead = false
        // The rest of a request that has begun could not arrive meanwhile.
        if requestBegan != nil { requestBegan = context.eventLoop.now }
        context.read()
    }

    // MARK: - Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var head) where !head.status.isInformational:
            if let owed = owed.first {
                if owed.isLast {
                    head.headers.replaceOrAdd(name: "Connection", value: "close")
                } else if owed.version.isOld {
                    head.headers.replaceOrAdd(name: "Connection", value: "keep-alive")
                }
            }
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end:
            context.write(data, promise: promise)
            finishAnswer(context)
        default:
            context.write(data, promise: promise)
        }
    }

    private func finishAnswer(_ context: ChannelHandlerContext) {
        let isLast = owed.popFirst()?.isLast ?? false
        idleSince = context.eventLoop.now
        if isLast {
            context.flush()
            linger(context)
        } else if !waiting.isEmpty {
            passNext(context)
            context.fireChannelReadComplete()
            guard waiting.isEmpty else { return }
            quiesceIfComplete(context)
            readAgain(context)
        } else if owed.isEmpty {
            if let refusal {
                send(refusal, context)
            } else if owesContinue {
                sendContinue(context)
            }
        }
    }

    private func sendContinue(_ context: ChannelHandlerContext) {
        owesContinue = !owed.isEmpty
        guard owed.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(.head(.init(version: .http1_1, status: .continue))), promise: nil)
    }

    /// Answers a refused request with an error after all pending answers, and closes the connection.
    private func refuse(_ error: APIError, _ context: ChannelHandlerContext) {
        reading = .done
        requestBegan = nil
        if owed.isEmpty { send(error, context) } else { refusal = error }
    }

    private func send(_ error: APIError, _ context: ChannelHandlerContext) {
        refusal = nil
        let answer = refusals.answer(to: error)
        var head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: answer.head.status.code))
        for field in answer.head.headerFields { head.headers.add(name: field.name.rawName, value: field.value) }
        head.headers.replaceOrAdd(name: "Connection", value: "close")
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(answer.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        linger(context)
    }

    // MARK: - Time

    /// Closes the output, and the connection once the client has closed its side or the time limit has passed.
    ///
    /// Closing at once while the client still sends would reset the connection before it has read the answer.
    private func linger(_ context: ChannelHandlerContext) {
        reading = .done
        waiting.removeAll()
        readAgain(context)
        if isInputClosed { return context.close(promise: nil) }
        lingersSince = context.eventLoop.now
        context.close(mode: .output, promise: nil)
        arm(context)
    }

    /// The time at which the current time limit expires; `nil` while an answer is pending and no request is arriving.
    private var due: NIODeadline? {
        if let lingersSince { return lingersSince + limits.linger }
        if let requestBegan { return requestBegan + limits.request }
        return owed.isEmpty ? idleSince + limits.idle : nil
    }

    private func arm(_ context: ChannelHandlerContext) {
        let next = due ?? context.eventLoop.now + limits.idle
        if let timer, timer.due <= next { return }
        timer?.task.cancel()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { [weak self] in
            guard let self, let context = self.context else { return }
            self.timer = nil
            self.expire(context)
        }
        timer = (next, task)
    }

    private func expire(_ context: ChannelHandlerContext) {
        if let due, due <= context.eventLoop.now {
            guard lingersSince == nil, requestBegan != nil else { return context.close(promise: nil) }
            refuse(.requestTimeout, context)
        }
        arm(context)
    }
}
