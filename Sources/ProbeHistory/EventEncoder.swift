//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An encoder for the event lines of ``HistoryWriter``, many times faster than a general one.
///
/// Its lines are those of Foundation's encoder with sorted keys, byte for byte, which ``EventParser`` expects; a test
/// compares the two.
struct EventEncoder {
    private var line = JSONLineBuffer()

    /// Returns the line of an event, with its line feed; `nil` when it has a number that JSON has not.
    mutating func encode(_ event: Event) -> [UInt8]? {
        if let percentage = event.outcome.response?.parsed?.progress?.percentage, !percentage.isFinite { return nil }
        line.removeAll()
        line.write(raw: #"{"event":{"connection":"#)
        line.write(event.connection)
        if let due = event.due { member(#","due":"#, due.nanoseconds) }
        if let firstByte = event.firstByte { member(#","firstByte":"#, firstByte.nanoseconds) }
        member(#","id":"#, event.id)
        let request = event.request.value
        member(#","intent":"#, request.intent.rawValue)
        member(#","method":"#, request.method)
        member(#","operation":"#, request.operation.rawValue)
        line.write(raw: #","outcome":"#)
        write(event.outcome)
        if request.pace != .usual { member(#","pace":"#, request.pace.rawValue) }
        if let read = request.read { member(#","read":"#, read) }
        member(#","received":"#, event.received.nanoseconds)
        member(#","requestBody":"#, request.requestBody)
        if let headers = request.requestHeaders {
            line.write(raw: #","requestHeaders":"#)
            line.write(headers)
        }
        line.write(raw: #","reusesConnection":"#)
        line.write(event.reusesConnection)
        member(#","scan":"#, request.job)
        member(#","scanID":"#, request.jobID)
        member(#","sent":"#, event.sent.nanoseconds)
        if let traceID = event.traceID { member(#","traceID":"#, traceID.description) }
        member(#","url":"#, request.url)
        member(#","user":"#, request.user.rawValue)
        line.write(raw: "}}\n")
        return line.bytes
    }

    private mutating func write(_ outcome: Outcome) {
        switch outcome {
        case .answered(let response):
            line.write(raw: #"{"answered":{"#)
            if let body = response.body {
                line.write(raw: #""body":"#)
                line.write(body)
                line.write(raw: ",")
            }
            line.write(raw: #""bodyBytes":"#)
            line.write(response.bodyBytes)
            member(#","bodyDigest":"#, response.bodyDigest)
            line.write(raw: #","headers":"#)
            line.write(response.headers)
            member(#","status":"#, response.status)
            if let parsed = response.parsed {
                line.write(raw: #","understood":"#)
                write(parsed)
            }
            member(#","worker":"#, response.worker)
        case .unanswered(let failure):
            line.write(raw: #"{"unanswered":{"kind":"#)
            line.write(failure.kind.rawValue)
            member(#","message":"#, failure.message)
        }
        line.write(raw: "}}")
    }

    private mutating func write(_ parsed: ParsedFields) {
        var members = Members()
        members.add("\"digest\":", parsed.digest, &line)
        if let items = parsed.items {
            members.begin("\"items\":", &line)
            line.write(items)
        }
        members.add("\"listed\":", parsed.listed, &line)
        members.add("\"message\":", parsed.message, &line)
        members.add("\"pollURL\":", parsed.pollURL, &line)
        if let progress = parsed.progress {
            members.begin("\"progress\":", &line)
            write(progress)
        }
        members.add("\"resultsURL\":", parsed.resultsURL, &line)
        members.add("\"scanID\":", parsed.jobID, &line)
        members.add("\"standing\":", parsed.standing?.rawValue, &line)
        members.add("\"state\":", parsed.state?.rawValue, &line)
        members.add("\"stateWord\":", parsed.stateWord, &line)
        members.add("\"total\":", parsed.total, &line)
        members.add("\"userID\":", parsed.userID, &line)
        members.end(&line)
    }

    private mutating func write(_ progress: JobProgress) {
        var members = Members()
        members.add("\"completed\":", progress.completed, &line)
        members.add("\"found\":", progress.found, &line)
        if let percentage = progress.percentage {
            members.begin("\"percentage\":", &line)
            line.write(percentage)
        }
        members.add("\"total\":", progress.total, &line)
        members.end(&line)
    }

    private mutating func member(_ key: StaticString, _ text: String?) {
        guard let text else { return }
        line.write(raw: key)
        line.write(text)
    }

    private mutating func member(_ key: StaticString, _ number: some FixedWidthInteger) {
        line.write(raw: key)
        line.write(number)
    }
}

/// The members of an object that may all be absent.
private struct Members {
    private var isEmpty = true

    mutating func begin(_ key: StaticString, _ line: inout JSONLineBuffer) {
        isEmpty ? line.write(raw: "{") : line.write(raw: ",")
        isEmpty = false
        line.write(raw: key)
    }

    mutating func add(_ key: StaticString, _ text: String?, _ line: inout JSONLineBuffer) {
        guard let text else { return }
        begin(key, &line)
        line.write(text)
    }

    mutating func add(_ key: StaticString, _ number: Int?, _ line: inout JSONLineBuffer) {
        guard let number else { return }
        begin(key, &line)
        line.write(number)
    }

    mutating func end(_ line: inout JSONLineBuffer) { isEmpty ? line.write(raw: "{}") : line.write(raw: "}") }
}
