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
        cursor.start(line)
        cursor.open()
        guard cursor.takes("event") else { return nil }
        let event = self.event()
        cursor.close()
        return cursor.isAtEnd ? event : nil
    }

    private mutating func event() -> Event? {
        cursor.open()
        let connection = cursor.requiredInt("connection")
        let due = cursor.int("due")
        let firstByte = cursor.int("firstByte")
        let id = cursor.requiredInt("id")
        let kind = cursor.pass("intent", "method", "operation")
        let outcome = cursor.takes("outcome") ? self.outcome() : nil
        let pace = cursor.pass("pace")
        // The pages of one read of results share no request with other events.
        let read = cursor.int("read")
        let received = cursor.requiredInt("received")
        let body = cursor.pass("requestBody")
        let headers = cursor.takes("requestHeaders") ? cursor.passObject() : body.upperBound..<body.upperBound
        let reusesConnection = cursor.bool("reusesConnection")
        let job = cursor.pass("scan", "scanID")
        let sent = cursor.requiredInt("sent")
        let trace = cursor.string("traceID", isShared: false)
        let traceID = trace.flatMap(TraceID.init)
        if trace != nil, traceID == nil { cursor.giveUp() }
        let address = cursor.pass("url", "user")
        cursor.close()
        guard let outcome, let reusesConnection, !cursor.hasGivenUp else { return nil }
        let content = body.lowerBound..<headers.upperBound
        guard let request = self.request(kind, pace, content, job, address) else { return nil }
        var event = Event(
            id: id,
            request: request,
            due: due.map { Instant(nanoseconds: Int64($0)) },
            sent: Instant(nanoseconds: Int64(sent)),
            firstByte: firstByte.map { Instant(nanoseconds: Int64($0)) },
            received: Instant(nanoseconds: Int64(received)),
            connection: connection,
            reusesConnection: reusesConnection,
            traceID: traceID,
            outcome: outcome
        )
        if let read { event.read = read }
        return event
    }

    /// Returns the request with the fields in these ranges, shared with other lines that have the same.
    private mutating func request(
        _ kind: Range<Int>,
        _ paceField: Range<Int>,
        _ content: Range<Int>,
        _ job: Range<Int>,
        _ address: Range<Int>
    ) -> CopyOnWrite<Event.Request>? {
        scattered.removeAll(keepingCapacity: true)
        for place in [kind, paceField, content, job, address] { scattered += cursor.bytes[place] }
        if let known = requests.value(of: scattered[...]) { return known }
        let end = cursor.position
        cursor.position = kind.lowerBound
        let intent = cursor.string("intent").flatMap(Event.Intent.init)
        let method = cursor.string("method")
        let operation = cursor.string("operation").flatMap(Event.Operation.init)
        cursor.position = paceField.lowerBound
        let pace = cursor.string("pace").map { Event.Pace(rawValue: $0) }
        if case .some(nil) = pace { cursor.giveUp() }
        cursor.position = content.lowerBound
        let requestBody = cursor.string("requestBody")
        let requestHeaders = cursor.takes("requestHeaders") ? cursor.strings() : nil
        cursor.position = job.lowerBound
        let name = cursor.string("scan")
        let jobID = cursor.string("scanID")
        cursor.position = address.lowerBound
        let url = cursor.string("url")
        let user = cursor.string("user").flatMap(Event.User.init)
        cursor.position = end
        guard let intent, let method, let operation, let url, let user, !cursor.hasGivenUp else { return nil }
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
        requests.keep(request, of: scattered[...])
        return request
    }

    /// Parses a response only; failures are rare, or the run is short.
    private mutating func outcome() -> Outcome? {
        cursor.open()
        guard cursor.takes("answered") else { return nil }
        cursor.open()
        let body = cursor.string("body")
        let bodyBytes = cursor.requiredInt("bodyBytes")
        let bodyDigest = cursor.string("bodyDigest")
        guard cursor.takes("headers") else { return nil }
        let headers = self.headers()
        let status = cursor.requiredInt("status")
        let parsed = cursor.takes("understood") ? understanding() : nil
        let worker = cursor.string("worker")
        cursor.close()
        cursor.close()
        return .answered(
            Response(
                status: status,
                headers: headers,
                body: body,
                bodyBytes: bodyBytes,
                bodyDigest: bodyDigest,
                worker: worker,
                parsed: parsed
            )
        )
    }

    /// Returns the header fields: those shared with other lines, and the request's own id.
    private mutating func headers() -> HeaderFields {
        let (requestID, member, object) = cursor.passStrings(butFor: "x-request-id")
        guard !cursor.hasGivenUp else { return [:] }
        scattered.removeAll(keepingCapacity: true)
        scattered += cursor.bytes[object.lowerBound..<member.lowerBound]
        scattered += cursor.bytes[member.upperBound..<object.upperBound]
        if let known = self.fields.value(of: scattered[...]) {
            return HeaderFields(common: known, requestID: requestID)
        }
        cursor.position = object.lowerBound
        var members = cursor.strings()
        members[HeaderFields.requestID] = nil
        let fields = CopyOnWrite(members)
        if !cursor.hasGivenUp { self.fields.keep(fields, of: scattered[...]) }
        return HeaderFields(common: fields, requestID: requestID)
    }

    private mutating func understanding() -> ParsedFields {
        let place = cursor.passObject()
        if let known = understandings.value(of: cursor.bytes[place]) { return known }
        cursor.position = place.lowerBound
        cursor.open()
        // In the order of the keys; an object that has not exactly these is left to the general decoder.
        var fields = ParsedFields.Fields()
        fields.digest = cursor.string("digest")
        fields.listed = cursor.int("listed")
        fields.message = cursor.string("message")
        fields.pollURL = cursor.string("pollURL")
        fields.progress = cursor.takes("progress") ? progress() : nil
        fields.resultsURL = cursor.string("resultsURL")
        fields.jobID = cursor.string("scanID")
        let standing = cursor.string("standing")
        fields.standing = standing.flatMap(ParsedFields.Standing.init)
        let state = cursor.string("state")
        fields.state = state.flatMap(JobState.init)
        fields.stateWord = cursor.string("stateWord")
        fields.total = cursor.int("total")
        fields.userID = cursor.string("userID")
        cursor.close()
        if state != nil, fields.state == nil { cursor.giveUp() }
        if standing != nil, fields.standing == nil { cursor.giveUp() }
        let parsed = ParsedFields(fields)
        if !cursor.hasGivenUp { understandings.keep(parsed, of: cursor.bytes[place]) }
        return parsed
    }

    private mutating func progress() -> JobProgress {
        var progress = JobProgress()
        cursor.open()
        progress.completed = cursor.int("completed")
        progress.found = cursor.int("found")
        progress.percentage = cursor.double("percentage")
        progress.total = cursor.int("total")
        cursor.close()
        return progress
    }
}
