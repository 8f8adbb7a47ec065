//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Reads the lines of events as ``HistoryWriter`` writes them, many times faster than a general decoder.
///
/// Keys are expected in their sorted order and without white space. Whatever else stands in a line, a field that is not
/// known here for one, makes the parser give up, and the line is decoded the general way: the parser may be slow, but it
/// cannot read anything differently. A test holds the two against each other.
struct EventParser {
    private var cursor = JSONCursor()

    /// Reads a line, or returns `nil` when it is not exactly what is expected.
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
        let intent = self.cursor.string("intent").flatMap(Event.Intent.init)
        let method = self.cursor.string("method")
        let operation = self.cursor.string("operation").flatMap(Event.Operation.init)
        let outcome = self.cursor.takes("outcome") ? self.outcome() : nil
        let received = self.cursor.requiredInt("received")
        let requestBody = self.cursor.string("requestBody")
        let requestHeaders = self.cursor.takes("requestHeaders") ? self.cursor.strings() : nil
        let reusesConnection = self.cursor.bool("reusesConnection")
        let scan = self.cursor.string("scan")
        let scanID = self.cursor.string("scanID")
        let sent = self.cursor.requiredInt("sent")
        let url = self.cursor.string("url")
        let user = self.cursor.string("user").flatMap(Event.User.init)
        self.cursor.close()
        guard let intent, let method, let operation, let outcome, let reusesConnection, let url, let user else {
            return nil
        }
        return Event(
            id: id,
            operation: operation,
            intent: intent,
            scan: scan,
            scanID: scanID,
            user: user,
            method: method,
            url: url,
            requestBody: requestBody,
            requestHeaders: requestHeaders,
            due: due.map(Int64.init),
            sent: Int64(sent),
            received: Int64(received),
            connection: connection,
            reusesConnection: reusesConnection,
            outcome: outcome
        )
    }

    /// Only answers are read here; failures are rare, or the run is short.
    private mutating func outcome() -> Outcome? {
        self.cursor.open()
        guard self.cursor.takes("answered") else { return nil }
        self.cursor.open()
        let body = self.cursor.string("body", isShared: false)
        let bodyBytes = self.cursor.requiredInt("bodyBytes")
        guard self.cursor.takes("headers") else { return nil }
        let headers = self.cursor.strings()
        let status = self.cursor.requiredInt("status")
        let understood = self.cursor.takes("understood") ? self.understanding() : nil
        let worker = self.cursor.string("worker")
        self.cursor.close()
        self.cursor.close()
        return .answered(
            Answer(
                status: status,
                headers: headers,
                body: body,
                bodyBytes: bodyBytes,
                worker: worker,
                understood: understood
            )
        )
    }

    private mutating func understanding() -> Understanding {
        var understood = Understanding()
        self.cursor.open()
        understood.digest = self.cursor.string("digest")
        understood.listed = self.cursor.int("listed")
        understood.message = self.cursor.string("message")
        understood.pollURL = self.cursor.string("pollURL")
        understood.progress = self.cursor.takes("progress") ? self.progress() : nil
        understood.resultsURL = self.cursor.string("resultsURL")
        understood.scanID = self.cursor.string("scanID")
        if let state = self.cursor.string("state") {
            understood.state = ScanState(rawValue: state)
            if understood.state == nil { self.cursor.giveUp() }
        }
        understood.stateWord = self.cursor.string("stateWord")
        understood.total = self.cursor.int("total")
        understood.userID = self.cursor.string("userID")
        self.cursor.close()
        return understood
    }

    private mutating func progress() -> Progress {
        var progress = Progress()
        self.cursor.open()
        progress.completed = self.cursor.int("completed")
        progress.found = self.cursor.int("found")
        progress.percentage = self.cursor.double("percentage")
        progress.total = self.cursor.int("total")
        self.cursor.close()
        return progress
    }
}
