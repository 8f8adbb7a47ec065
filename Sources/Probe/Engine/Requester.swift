//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A planned request.
struct PlannedRequest: Sendable {
    var operation: Event.Operation
    var intent: Event.Intent = .course
    var job: String?
    var jobID: String?
    var pace: Event.Pace = .usual
    var user: Event.User = .first
    var token: String?
    /// An address instead of the profile's, for links.
    var url: String?
    /// A method instead of the profile's, for bad input.
    var method: String?
    /// A media type of the body instead of JSON, for bad input; it is shown in the history.
    var contentType: String?
    /// The time at which the plan wants the request sent.
    var due: Int64?
    /// The cookies to send, as `NAME=VALUE`, separated by semicolons.
    var cookies: String?
    var body: String?
    /// The redacted body for the history, if the body holds secrets.
    var shownBody: String?
    var freshConnection = true
}

/// The sender of planned requests, which applies the profile and records the outcomes.
struct Requester: Sendable {
    var target: Target
    let profile: Profile
    let transport: any Transport
    let recorder: EventRecorder
    let redactor: Redactor
    /// The timeout of a request.
    let timeout: Duration
    private let interpreter: Interpreter
    private let pool = BodyPool()
    private let reader = AnswerReader()

    init(
        target: Target,
        profile: Profile,
        transport: any Transport,
        recorder: EventRecorder,
        redactor: Redactor,
        timeout: Duration
    ) {
        self.target = target
        self.profile = profile
        self.transport = transport
        self.recorder = recorder
        self.redactor = redactor
        self.timeout = timeout
        interpreter = Interpreter(profile: profile)
    }

    /// Sends a planned request once, without a retry: every outcome is evidence.
    ///
    /// - Returns: The event with raw ids and links, without the body; and the raw body, which may hold secrets.
    /// - Throws: `CancellationError` when the run ended meanwhile or its evidence budget is used up; a cancelled request
    ///   is no evidence and is not recorded.
    func send(_ planned: PlannedRequest) async throws -> (event: Event, rawBody: String?) {
        try Task.checkCancellation()
        if await recorder.isFull { throw CancellationError() }
        let endpoint = self.endpoint(of: planned.operation)
        let url =
            planned.url
            ?? target.url(path: endpoint.path, basePath: profile.basePath, jobID: planned.jobID)
        let method = planned.method ?? endpoint.method
        // Kept until the event is recorded.
        let allowance = BodyAllowance(pool: pool)
        defer { withExtendedLifetime(allowance) {} }
        var request = TransportRequest(
            method: method,
            url: url,
            headers: headers(of: planned),
            body: planned.body,
            timeout: timeout,
            freshConnection: planned.freshConnection
        )
        request.allowance = allowance
        let stamp = recorder.stamp()
        let exchange = await transport.exchange(request) { stamp.mark($0) }
        if case .failure(let failure) = exchange.result, failure.kind == .harness { try Task.checkCancellation() }
        let times = stamp.settle(isWhole: (try? exchange.result.get()) != nil)
        var event = Event(
            id: times.id,
            operation: planned.operation,
            intent: planned.intent,
            pace: planned.pace,
            job: planned.job,
            jobID: planned.jobID,
            user: planned.user,
            method: method,
            url: url,
            requestBody: planned.shownBody ?? planned.body,
            requestHeaders: shownHeaders(of: planned),
            due: planned.due,
            sent: times.sent,
            received: times.received,
            connection: exchange.connection,
            reusesConnection: exchange.reusesConnection,
            outcome: await reader.read(exchange) { outcome(of: exchange, for: planned, url: url) }
        )
        guard let link = linkToResults(in: event, for: planned) else {
            await recorder.record(event)
            return (event.withoutBody, try? exchange.result.get().body)
        }
        // Up to here it was a poll, whose response has the address of the results.
        event.operation = .status
        if event.intent == .early { event.intent = .course }
        await recorder.record(event)
        guard let address = target.follow(link, from: url) else {
            await recordUnfollowed(link, for: planned)
            return (event.withoutBody, nil)
        }
        var read = planned
        read.url = address
        return try await self.send(read)
    }

    /// The header fields that the history shows: the media type of bad input, and the names of cookies.
    private func shownHeaders(of planned: PlannedRequest) -> [String: String]? {
        var shown: [String: String] = [:]
        shown["content-type"] = planned.contentType
        shown["cookie"] = planned.cookies.map { cookies in
            CookieField.pairs(in: cookies, separator: ";").map { "\($0.name)=\(Redactor.mask)" }.joined(separator: "; ")
        }
        return shown.isEmpty ? nil : shown
    }

    /// Returns the address of the results, where the profile says that a redirect leads there.
    private func linkToResults(in event: Event, for planned: PlannedRequest) -> String? {
        guard planned.operation == .results, planned.url == nil, let response = event.outcome.response else {
            return nil
        }
        return profile.resultsRedirects.contains(response.status) ? response.headers["location"] : nil
    }

    /// Records a link that leads to another origin: following it could carry the token there.
    func recordUnfollowed(_ link: String, for planned: PlannedRequest) async {
        let times = recorder.stamp().settle(isWhole: false)
        await recorder.record(
            Event(
                id: times.id,
                operation: planned.operation,
                intent: .followsLink,
                pace: planned.pace,
                job: planned.job,
                jobID: planned.jobID,
                user: planned.user,
                method: endpoint(of: planned.operation).method,
                url: link,
                sent: times.sent,
                received: times.received,
                connection: 0,
                reusesConnection: false,
                outcome: .unanswered(
                    .init(kind: .harness, message: "not followed: the link is none or leads to another origin")
                )
            )
        )
    }

    private func endpoint(of operation: Event.Operation) -> Profile.Endpoint {
        switch operation {
        case .login: profile.login?.endpoint ?? profile.initiate
        case .initiate: profile.initiate
        case .status: profile.status
        case .results: profile.results
        case .diagnostics: profile.diagnostics ?? profile.status
        case .metrics: profile.metrics ?? profile.status
        // Its address comes with the planned request.
        case .other: profile.status
        }
    }

    private func headers(of planned: PlannedRequest) -> [(name: String, value: String)] {
        let special = endpoint(of: planned.operation).headers
        var headers: [(name: String, value: String)] = [("Accept", "application/json"), ("User-Agent", ProbeTool.name)]
        if planned.body != nil { headers.append(("Content-Type", planned.contentType ?? "application/json")) }
        headers.removeAll { usual in special.keys.contains { $0.lowercased() == usual.name.lowercased() } }
        headers += special.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        if let cookies = planned.cookies { headers.append(("Cookie", cookies)) }
        if let token = planned.token {
            headers.append((profile.tokenHeader, profile.tokenValue.replacing("{token}", with: token)))
        }
        return headers
    }

    private func outcome(of exchange: Exchange, for planned: PlannedRequest, url: String) -> Outcome {
        switch exchange.result {
        case .failure(let failure):
            return .unanswered(.init(kind: failure.kind, message: failure.message))
        case .success(let reply):
            let parsed = interpreter.understand(
                body: reply.body,
                status: reply.status,
                operation: planned.operation,
                headers: reply.headers,
                url: url
            )
            return .answered(
                Response(
                    status: reply.status,
                    headers: ReadingLimits.cut(reply.headers),
                    body: keptBody(reply.body, for: planned),
                    bodyBytes: reply.bodyBytes,
                    worker: interpreter.worker(in: reply.headers).map {
                        ReadingLimits.cut($0, to: ReadingLimits.word)
                    },
                    parsed: parsed
                )
            )
        }
    }

    private func keptBody(_ body: String, for planned: PlannedRequest) -> String {
        guard planned.operation == .login else { return body }
        // The response's token is not known to the redactor yet.
        return redactor.redactLogin(body, tokenPaths: profile.login?.token ?? [])
    }
}
