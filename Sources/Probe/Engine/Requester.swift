//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory
import Synchronization

/// The sender of planned requests, which applies the profile and records the outcomes.
struct Requester: Sendable {
    let transport: any Transport
    let recorder: EventRecorder
    let redactor: Redactor
    /// The timeout of a request.
    let timeout: Duration
    /// The values that were captured from answers.
    let jobValues = JobValues()
    var renderer: CallRenderer
    var target: Target { renderer.target }
    // Lent, not copied.
    var profile: Profile { _read { yield renderer.profile } }
    let gate: RequestGate
    let clock: RunClock
    private let seed: UInt64
    private let interpreter: Interpreter
    private let pool = BodyPool()
    private let reader = AnswerReader()
    private let numbers = RequestNumbers()

    init(
        target: Target,
        profile: Profile,
        transport: any Transport,
        recorder: EventRecorder,
        redactor: Redactor,
        plan: Plan,
        clock: RunClock,
        seed: UInt64
    ) {
        self.transport = transport
        self.recorder = recorder
        self.redactor = redactor
        self.timeout = plan.requestTimeout
        self.clock = clock
        self.seed = seed
        renderer = CallRenderer(target: target, profile: profile)
        gate = RequestGate(clock: clock, profile: profile, longest: plan.jobs.budget)
        interpreter = Interpreter(profile: profile)
    }

    /// An event, and the raw body of its answer, which may hold secrets.
    typealias Sent = (event: Event, rawBody: String?)

    /// Sends a planned request once, without a retry: every outcome is evidence.
    ///
    /// Only an initiation that was refused for initiations before the run is sent again, once the quota is free. A
    /// beginning of several calls is sent call by call.
    ///
    /// - Returns: The event with raw ids and links, without the body; and the raw body, which may hold secrets.
    /// - Throws: `CancellationError` when the run ended meanwhile or its evidence budget is used up; a cancelled request
    ///   is no evidence and is not recorded.
    func send(_ planned: PlannedRequest) async throws -> Sent {
        let sent = try await sendOnce(planned)
        guard sent.event.mayBeRefusedForEarlierUse else { return sent }
        if gate.holdInitiations(of: planned.user) { await recorder.announce(Self.notice(for: sent.event)) }
        return try await sendOnce(planned)
    }

    private static func notice(for refusal: Event) -> String {
        let rest = (.start + InitiationQuota.waitingTime) - refusal.received
        return "429: the \(refusal.user.rawValue) user's quota was used up before the run; "
            + "going on in \(max(rest, .zero).components.seconds) s"
    }

    private func sendOnce(_ planned: PlannedRequest) async throws -> Sent {
        guard planned.operation == .initiate, !profile.preparations.isEmpty, planned.url == nil else {
            let sent = try await send(planned, as: call(of: planned.operation), begun: [:])
            return (sent.event, sent.rawBody)
        }
        var begun: [String: CapturedValue] = [:]
        var body = planned.body
        let fresh = planned.fresh ?? freshValues()
        for preparation in profile.preparations {
            var first = planned
            (first.operation, first.body, first.fresh) = (.prepare, body, fresh)
            first.place = nil
            body = nil
            let sent = try await send(first, as: preparation, begun: begun)
            // A refusal was recorded as the initiation's.
            guard sent.event.operation == .prepare else { return (sent.event, sent.rawBody) }
            begun.merge(sent.captured) { $1 }
        }
        var last = planned
        (last.body, last.fresh) = (body, fresh)
        let sent = try await send(last, as: profile.initiate, begun: begun)
        return (sent.event, sent.rawBody)
    }

    private typealias SentCall = (event: Event, rawBody: String?, captured: [String: CapturedValue])

    private func send(
        _ planned: PlannedRequest,
        as call: Profile.Endpoint,
        begun: [String: CapturedValue]
    ) async throws -> SentCall {
        try Task.checkCancellation()
        if recorder.isFull { throw CancellationError() }
        let kept = jobValues[planned.jobID]
        let captured = begun.isEmpty ? kept : begun.merging(kept) { $1 }
        let filled: RepeatedPoll.Filled
        do {
            filled = try fill(planned, call, captured)
        } catch {
            return (await recordUnsent(planned, call, because: error), nil, [:])
        }
        let hasWaited = try await gate.pass(planned)
        if hasWaited { try Task.checkCancellation() }
        let rendered = filled.call
        // Kept until the event is recorded.
        let allowance = BodyAllowance(pool: pool)
        defer { withExtendedLifetime(allowance) {} }
        var request = filled.request
        request.allowance = allowance
        request.place = planned.place
        let traceID = request.beginTrace()
        let stamp = recorder.stamp()
        let exchange = await transport.exchange(request) { stamp.mark($0) }
        if case .failure(let failure) = exchange.result, failure.kind == .harness { try Task.checkCancellation() }
        let times = stamp.settle(isWhole: (try? exchange.result.get()) != nil)
        let isPrepared = planned.operation == .prepare && isAccepted(exchange, by: call)
        var event = Event(
            id: times.id,
            operation: planned.operation == .prepare && !isPrepared ? .initiate : planned.operation,
            intent: planned.intent,
            pace: planned.pace,
            job: planned.job,
            jobID: planned.jobID,
            user: planned.user,
            method: request.method,
            url: rendered.url,
            requestBody: planned.shownBody ?? rendered.body,
            requestHeaders: shownHeaders(of: planned),
            // What the deployment asked to wait for is no delay of its own.
            due: hasWaited ? nil : planned.due,
            sent: times.sent,
            firstByte: times.firstByte,
            received: times.received,
            connection: exchange.connection,
            reusesConnection: exchange.reusesConnection,
            traceID: traceID,
            outcome: await reader.read(exchange) { outcome(of: exchange, for: planned, url: rendered.url, captured) }
        )
        event.read = planned.read
        if let response = event.outcome.response { gate.heed(response, to: planned, received: event.received) }
        var found: [String: CapturedValue] = [:]
        if let reply = try? exchange.result.get(), call.accepts.contains(reply.status), planned.intent.isOwn {
            found = capture(call, from: reply, url: rendered.url, captured)
            // What the job had before stays with it.
            if !found.isEmpty || !begun.isEmpty { keep(found.merging(captured) { old, _ in old }, of: planned, event) }
        }
        guard let link = linkToResults(in: event, for: planned) else {
            await recorder.record(event, planned.repeated)
            return (event.withoutBody, try? exchange.result.get().body, found)
        }
        // Up to here it was a poll, whose response has the address of the results.
        event.operation = .status
        if event.intent == .early { event.intent = .course }
        await recorder.record(event)
        var read = planned
        do {
            read.url = try renderer.follow(link, from: rendered.url)
        } catch {
            await recordUnfollowed(link, for: planned, because: error)
            return (event.withoutBody, nil, found)
        }
        return try await send(read, as: call, begun: begun)
    }

    /// Returns values for one request, which no other one has.
    func freshValues() -> FreshValues {
        FreshValues(
            seed: seed,
            number: numbers.next(),
            start: clock.startedAt,
            date: clock.date(of: clock.now())
        )
    }

    private func isAccepted(_ exchange: Exchange, by call: Profile.Endpoint) -> Bool {
        (try? exchange.result.get()).map { call.accepts.contains($0.status) } ?? false
    }

    /// Takes the values that later calls need from an answer.
    private func capture(
        _ call: Profile.Endpoint,
        from reply: Exchange.Reply,
        url: String,
        _ captured: [String: CapturedValue]
    ) -> [String: CapturedValue] {
        guard !call.captures.isEmpty else { return [:] }
        let answer = Answer(body: reply.body, headers: reply.headers, captured: captured.mapValues(\.text))
        var found: [String: CapturedValue] = [:]
        for capture in call.captures {
            guard let text = capture.places.first(in: answer, as: Interpreter.id), !text.isEmpty else { continue }
            found[capture.name] = CapturedValue(text: text, base: url)
        }
        return found
    }

    private func keep(_ captured: [String: CapturedValue], of planned: PlannedRequest, _ event: Event) {
        let id = planned.operation == .initiate ? event.outcome.response?.parsed?.jobID : planned.jobID
        if let id { jobValues.keep(captured, of: id) }
    }

    /// Returns the address of the results, where the profile says that a redirect leads there.
    private func linkToResults(in event: Event, for planned: PlannedRequest) -> String? {
        guard planned.operation == .results, planned.url == nil, let response = event.outcome.response else {
            return nil
        }
        return profile.resultsRedirects.contains(response.status) ? response.headers["location"] : nil
    }

    /// Records a link that leads to an origin which is not allowed: following it could carry the token there.
    func recordUnfollowed(_ link: String, for planned: PlannedRequest, because problem: CallProblem) async {
        var planned = planned
        planned.intent = .followsLink
        planned.url = link
        _ = await recordUnsent(planned, call(of: planned.operation), because: problem)
    }

    /// Records a request that could not be sent.
    private func recordUnsent(
        _ planned: PlannedRequest,
        _ call: Profile.Endpoint,
        because problem: CallProblem
    ) async -> Event {
        let times = recorder.stamp().settle(isWhole: false)
        var url = planned.url ?? target.description
        var isForeign = false
        if case .foreign(let address, _) = problem { (url, isForeign) = (address, true) }
        let event = Event(
            id: times.id,
            operation: planned.operation,
            intent: planned.intent,
            pace: planned.pace,
            job: planned.job,
            jobID: planned.jobID,
            user: planned.user,
            method: call.method,
            url: url,
            sent: times.sent,
            received: times.received,
            connection: 0,
            reusesConnection: false,
            outcome: .unanswered(.init(kind: isForeign ? .foreignOrigin : .harness, message: problem.message))
        )
        await recorder.record(event)
        return event
    }

    func call(of operation: Event.Operation) -> Profile.Endpoint {
        switch operation {
        case .login: profile.login?.endpoint ?? profile.initiate
        case .diagnostics: profile.diagnostics ?? profile.status
        case .metrics: profile.metrics ?? profile.status
        // Its address comes with the planned request.
        case .other: Profile.Endpoint(method: "GET", path: "/", accepts: [200], headers: [:])
        case .prepare, .initiate, .status, .results, .page, .cancel, .delete, .list:
            profile.endpoint(of: operation) ?? profile.status
        }
    }

    private func outcome(
        of exchange: Exchange,
        for planned: PlannedRequest,
        url: String,
        _ captured: [String: CapturedValue]
    ) -> Outcome {
        switch exchange.result {
        case .failure(let failure):
            return .unanswered(.init(kind: failure.kind, message: failure.message))
        case .success(let reply):
            return .answered(
                Response(
                    status: reply.status,
                    headers: ReadingLimits.cut(reply.headers),
                    body: keptBody(reply.body, for: planned),
                    bodyBytes: reply.bodyBytes,
                    worker: interpreter.worker(in: reply.headers).map {
                        ReadingLimits.cut($0, to: ReadingLimits.word)
                    },
                    parsed: parsed(reply, of: planned, url: url, captured)
                )
            )
        }
    }

    /// Understands an answer; not again where the poll before had the same one.
    private func parsed(
        _ reply: Exchange.Reply,
        of planned: PlannedRequest,
        url: String,
        _ captured: [String: CapturedValue]
    ) -> ParsedFields? {
        let repeated = planned.operation == .status ? planned.repeated : nil
        if let known = repeated?.parsed(from: reply, url: url, captured, by: interpreter) { return known }
        var values = captured.mapValues(\.text)
        values["job_id"] = planned.jobID ?? values["job_id"]
        let parsed = interpreter.understand(
            body: reply.body,
            status: reply.status,
            operation: planned.operation,
            headers: reply.headers,
            url: url,
            captured: values
        )
        if let parsed { repeated?.keep(parsed, from: reply, url: url, captured) }
        return parsed
    }

    private func keptBody(_ body: String, for planned: PlannedRequest) -> String {
        guard planned.operation == .login else { return body }
        // The response's token is not known to the redactor yet.
        return redactor.redactLogin(body, tokenPaths: profile.login?.token.compactMap(\.path) ?? [])
    }
}

extension Requester {
    /// Returns the request of a call, to be sent again and again without being recorded, each time in a trace of its own.
    func prepared(_ planned: PlannedRequest) throws(CallProblem) -> TransportRequest {
        let call = self.call(of: planned.operation)
        return try fill(planned, call, jobValues[planned.jobID]).request
    }

    /// Returns the parsed fields of an answer that is not recorded.
    func understand(_ exchange: Exchange, of planned: PlannedRequest, url: String) -> ParsedFields? {
        outcome(of: exchange, for: planned, url: url, jobValues[planned.jobID]).response?.parsed
    }
}

/// The numbers of a run's requests, for values that must not come twice.
private final class RequestNumbers: Sendable {
    private let last = Mutex(0)

    func next() -> Int {
        last.withLock { last in
            last += 1
            return last
        }
    }
}
