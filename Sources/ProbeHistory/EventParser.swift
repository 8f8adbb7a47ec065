//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A parser for the event lines of ``HistoryWriter``, many times faster than a general decoder.
///
/// Keys are expected in their sorted order and without white space. On anything else, such as an unknown field, the
/// parser gives up, and the general decoder reads the line: the parser may be slow, but it cannot produce another
/// event. A test compares the two.
struct EventParser {
    private var cursor = JSONCursor()
    /// The requests shared by many lines, by their bytes.
    private var requests = InternTable<CopyOnWrite<Event.Request>>()
    private var fields = InternTable<CopyOnWrite<[String: String]>>()
    private var understandings = InternTable<ParsedFields>()
    /// A buffer for bytes that are not contiguous in the line.
    private var scattered: [UInt8] = []

    /// Parses a line, or returns `nil` when it has not exactly the expected form.
    mutating func parse(_ line: ArraySlice<UInt8>) -> Event? {
        self.cursor.start(line)
        self.cursor.open()
        guard self.cursor.takes("event") else { return nil }
        let event = self.event()
        self.cursor.close()
        return self.cursor.isAtEnd ? event : nil
    }

    private mutating func event() -> Event? {
        self.cursor.open()
        let connection = self.cursor.requiredInt("connection")
        let due = self.cursor.int("due")
        let id = self.cursor.requiredInt("id")
        let kind = self.cursor.pass("intent", "method", "operation")
        let outcome = self.cursor.takes("outcome") ? self.outcome() : nil
        let pace = self.cursor.pass("pace")
        let received = self.cursor.requiredInt("received")
        let body = self.cursor.pass("requestBody")
        let headers = self.cursor.takes("requestHeaders") ? self.cursor.passObject() : body.upperBound..<body.upperBound
        let reusesConnection = self.cursor.bool("reusesConnection")
        let job = self.cursor.pass("scan", "scanID")
        let sent = self.cursor.requiredInt("sent")
        let address = self.cursor.pass("url", "user")
        self.cursor.close()
        guard let outcome, let reusesConnection, !self.cursor.hasGivenUp else { return nil }
        let content = body.lowerBound..<headers.upperBound
        guard let request = self.request(kind, pace, content, job, address) else { return nil }
        return Event(
            id: id,
            request: request,
            due: due.map(Int64.init),
            sent: Int64(sent),
            received: Int64(received),
            connection: connection,
            reusesConnection: reusesConnection,
            outcome: outcome
        )
    }

    /// Returns the request with the fields in these ranges, shared with other lines that have the same.
    private mutating func request(
        _ kind: Range<Int>,
        _ paceField: Range<Int>,
        _ content: Range<Int>,
        _ job: Range<Int>,
        _ address: Range<Int>
    ) -> CopyOnWrite<Event.Request>? {
        self.scattered.removeAll(keepingCapacity: true)
        for place in [kind, paceField, content, job, address] { self.scattered += self.cursor.bytes[place] }
        if let known = self.requests.value(of: self.scattered[...]) { return known }
        let end = self.cursor.position
        self.cursor.position = kind.lowerBound
        let intent = self.cursor.string("intent").flatMap(Event.Intent.init)
        let method = self.cursor.string("method")
        let operation = self.cursor.string("operation").flatMap(Event.Operation.init)
        self.cursor.position = paceField.lowerBound
        let pace = self.cursor.string("pace").map { Event.Pace(rawValue: $0) }
        if case .some(nil) = pace { self.cursor.giveUp() }
        self.cursor.position = content.lowerBound
        let requestBody = self.cursor.string("requestBody")
        let requestHeaders = self.cursor.takes("requestHeaders") ? self.cursor.strings() : nil
        self.cursor.position = job.lowerBound
        let name = self.cursor.string("scan")
        let jobID = self.cursor.string("scanID")
        self.cursor.position = address.lowerBound
        let url = self.cursor.string("url")
        let user = self.cursor.string("user").flatMap(Event.User.init)
        self.cursor.position = end
        guard let intent, let method, let operation, let url, let user, !self.cursor.hasGivenUp else { return nil }
        let request = CopyOnWrite(
            Event.Request(
                operation: operation,
                intent: Event.Intent(intent, ofJob: name),
                pace: Event.Pace(pace ?? nil, ofJob: name),
                job: name,
                jobID: jobID,
                user: user,
                method: method,
                url: url,
                requestBody: requestBody,
                requestHeaders: requestHeaders
            )
        )
        self.requests.keep(request, of: self.scattered[...])
        return request
    }

    /// Parses a response only; failures are rare, or the run is short.
    private mutating func outcome() -> Outcome? {
        self.cursor.open()
        guard self.cursor.takes("answered") else { return nil }
        self.cursor.open()
        let body = self.cursor.string("body")
        let bodyBytes = self.cursor.requiredInt("bodyBytes")
        let bodyDigest = self.cursor.string("bodyDigest")
        guard self.cursor.takes("headers") else { return nil }
        let headers = self.headers()
        let status = self.cursor.requiredInt("status")
        let parsed = self.cursor.takes("understood") ? self.understanding() : nil
        let worker = self.cursor.string("worker")
        self.cursor.close()
        self.cursor.close()
        return .answered(
            Response(
                status: status,
                commonFields: headers.common,
                requestID: headers.requestID,
                body: body,
                bodyBytes: bodyBytes,
                bodyDigest: bodyDigest,
                worker: worker,
                parsed: parsed
            )
        )
    }

    /// Returns the header fields: those shared with other lines, and the request's own id.
    private mutating func headers() -> (common: CopyOnWrite<[String: String]>, requestID: String?) {
        let (requestID, member, object) = self.cursor.passStrings(butFor: "x-request-id")
        guard !self.cursor.hasGivenUp else { return (CopyOnWrite([:]), nil) }
        self.scattered.removeAll(keepingCapacity: true)
        self.scattered += self.cursor.bytes[object.lowerBound..<member.lowerBound]
        self.scattered += self.cursor.bytes[member.upperBound..<object.upperBound]
        if let known = self.fields.value(of: self.scattered[...]) { return (known, requestID) }
        self.cursor.position = object.lowerBound
        var members = self.cursor.strings()
        members[Response.requestID] = nil
        let fields = CopyOnWrite(members)
        if !self.cursor.hasGivenUp { self.fields.keep(fields, of: self.scattered[...]) }
        return (fields, requestID)
    }

    private mutating func understanding() -> ParsedFields {
        let place = self.cursor.passObject()
        if let known = self.understandings.value(of: self.cursor.bytes[place]) { return known }
        self.cursor.position = place.lowerBound
        self.cursor.open()
        let digest = self.cursor.string("digest")
        let listed = self.cursor.int("listed")
        let message = self.cursor.string("message")
        let pollURL = self.cursor.string("pollURL")
        let progress = self.cursor.takes("progress") ? self.progress() : nil
        let resultsURL = self.cursor.string("resultsURL")
        let jobID = self.cursor.string("scanID")
        let state = self.cursor.string("state").map { JobState(rawValue: $0) }
        let stateWord = self.cursor.string("stateWord")
        let total = self.cursor.int("total")
        let userID = self.cursor.string("userID")
        self.cursor.close()
        if case .some(nil) = state { self.cursor.giveUp() }
        let parsed = ParsedFields(
            state: state ?? nil,
            stateWord: stateWord,
            jobID: jobID,
            userID: userID,
            progress: progress,
            total: total,
            listed: listed,
            digest: digest,
            pollURL: pollURL,
            resultsURL: resultsURL,
            message: message
        )
        if !self.cursor.hasGivenUp { self.understandings.keep(parsed, of: self.cursor.bytes[place]) }
        return parsed
    }

    private mutating func progress() -> JobProgress {
        var progress = JobProgress()
        self.cursor.open()
        progress.completed = self.cursor.int("completed")
        progress.found = self.cursor.int("found")
        progress.percentage = self.cursor.double("percentage")
        progress.total = self.cursor.int("total")
        self.cursor.close()
        return progress
    }
}
