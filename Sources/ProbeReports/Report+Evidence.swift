//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

extension Report.Evidence {
    /// The number of pieces of evidence that are kept with request and response; the history has all of them.
    static let shownInFull = 3

    /// Converts evidence, the first pieces with their exchanges.
    static func list(_ evidence: [Evidence], from history: History) -> [Report.Evidence] {
        evidence.enumerated().map { index, piece in
            let isShown = index < shownInFull
            return Report.Evidence(
                event: piece.event,
                note: PlainText.cut(piece.note, to: 400),
                exchange: isShown ? history.event(numbered: piece.event).map(Report.Exchange.init) : nil,
                contradicts: isShown
                    ? piece.against.flatMap { history.event(numbered: $0) }.map(Report.Exchange.init) : nil
            )
        }
    }
}

extension Report.Exchange {
    /// Creates an exchange from an event.
    init(_ event: Event) {
        func rounded(_ number: Double) -> Double {
            (number * 1000).rounded() / 1000
        }
        self.event = event.id
        job = event.job.map { PlainText.cut($0, to: 60) }
        user = event.user.rawValue
        method = event.method
        url = PlainText.cut(event.url, to: 300)
        requestBody = event.requestBody.map { BodyExcerpt.text(of: $0) }
        connection = event.connection
        reusesConnection = event.reusesConnection
        traceID = event.traceID?.description
        sentSeconds = rounded(event.sent.seconds)
        durationMilliseconds = rounded((event.received - event.sent).inMilliseconds)
        switch event.outcome {
        case .answered(let response):
            worker = response.worker.map { PlainText.cut($0, to: 60) }
            status = response.status
            headers = response.headers.dictionary.filter { Self.tellingHeaders.contains($0.key) }
                .mapValues { PlainText.cut($0, to: 200) }
            body = response.body.map { BodyExcerpt.text(of: $0) }
            bodyBytes = response.bodyBytes
        case .unanswered(let failure):
            self.failure = PlainText.cut("\(failure.kind.rawValue): \(failure.message)", to: 300)
        }
    }

    /// The header fields that identify the server or the next step; never a cookie or a token.
    private static let tellingHeaders: Set<String> = [
        "age", "allow", "cache-control", "cf-ray", "content-type", "etag", "location", "retry-after", "server", "via",
        "www-authenticate", "x-cache", "x-request-id", "x-worker",
    ]
}

extension History {
    /// Finds an event by its number; events are ordered by it.
    fileprivate func event(numbered id: Int) -> Event? {
        var low = events.startIndex
        var high = events.endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if events[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return low < events.endIndex && events[low].id == id ? events[low] : nil
    }
}
