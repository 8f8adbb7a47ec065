//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import ConformanceChecks

/// Answers of proxies, which say nothing about the application behind them.
@Suite struct FrontTests {
    private static let pages = [
        "<html>\r\n<head><title>400 Bad Request</title></head>\r\n<body>\r\n<center><h1>400 Bad Request</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n",
        "<html><body><h1>400 Bad request</h1>\nYour browser sent an invalid request.\n</body></html>\n",
        "<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html><head>\n<title>400 Bad Request</title>\n</head><body></body></html>\n",
        // Apache 2.4.71, for a path with %00.
        """
        <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN" "http://www.w3.org/TR/html4/strict.dtd">
        <html><head>
        <title>404 Not Found</title>
        </head><body>
        <h1>Not Found</h1>
        <p>The requested URL was not found on this server.</p>
        </body></html>

        """,
        // The kernel's web server of Windows, for a path that it refuses.
        "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\"http://www.w3.org/TR/html4/strict.dtd\">\r\n"
            + "<HTML><HEAD><TITLE>Bad Request</TITLE></HEAD>\r\n<BODY><h2>Bad Request - Invalid URL</h2>\r\n</BODY></HTML>\r\n",
    ]

    /// A sound run whose answers carry a request id, with the answers to some probes replaced.
    private func history(_ intent: Event.Intent, _ answer: (Response) -> Response) -> History {
        var history = SoundRun(seed: 3).history
        for position in history.events.indices {
            guard var response = history.events[position].outcome.response else { continue }
            response.headers["x-request-id"] = "r\(position)"
            if history.events[position].intent == intent { response = answer(response) }
            history.setOutcome(.answered(response), at: position)
        }
        return history
    }

    @Test(arguments: pages)
    func `the page of a proxy is no answer of the application`(page: String) {
        let history = self.history(.hostileID) { _ in
            Response(status: 400, headers: ["content-type": "text/html"], body: page, bodyBytes: page.utf8.count)
        }
        let judgement = Judge.judge(history)
        #expect(judgement.rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id) == [])
        #expect(judgement.workers.frontAnswers > 0)
        #expect(!judgement.workers.front.isEmpty)
    }

    @Test func `a page that a header too long for the proxy brings about tells of the proxy, and violates nothing`() {
        var history = self.history(.hostileID) { $0 }
        guard var event = history.events.last(where: { $0.operation == .status && $0.intent == .course }) else {
            Issue.record("the run has no poll")
            return
        }
        event.id = (history.events.map(\.id).max() ?? 0) + 1
        event.intent = .longHeader
        event.outcome = .answered(Response(status: 400, body: Self.pages[1], bodyBytes: Self.pages[1].utf8.count))
        history.events.append(event)
        history.header.plan.groups = RequirementGroup.allCases
        let judgement = Judge.judge(history)
        #expect(judgement.rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id) == [])
        #expect(judgement.workers.front == ["HAProxy"])
    }

    @Test func `an answer with the application's own marks is its own, whatever it looks like`() {
        let history = self.history(.hostileID) { response in
            var response = response
            response.status = 400
            response.body = Self.pages[0]
            response.parsed = nil
            return response
        }
        #expect(WorkersSeen(history).frontAnswers == 0)
    }
}
