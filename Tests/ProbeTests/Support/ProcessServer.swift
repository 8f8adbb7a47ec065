//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles
import NIOHTTP1

/// A server of OGC API – Processes with one process.
///
/// Source: OGC 18-062r2, sections 7.11 to 7.13: 201 with `Location`, `statusInfo`, and the exceptions of a job that is
/// not known or whose results are not ready.
struct ProcessServer: Sendable {
    let book: JobBook
    /// True if the id of a new job is in the header only, and the body is `null`, as with pygeoapi.
    var answersNull = false

    init(_ fault: JobBook.Fault = .none, answersNull: Bool = false) {
        book = JobBook(fault)
        self.answersNull = answersNull
    }

    @Sendable func respond(to request: TestServer.Request) -> TestServer.Reply {
        let path = request.path.split(separator: "/").map(String.init)
        if request.method == "POST", path == ["processes", "hello-world", "execution"] { return execute(request) }
        guard request.method == "GET", path.first == "jobs", path.count >= 2 else {
            return Self.exception("no-such-job")
        }
        return path.last == "results" ? results(path[1]) : status(path[1])
    }

    private func execute(_ request: TestServer.Request) -> TestServer.Reply {
        // Without the preference the process would be executed within the request.
        guard request.headers.first(name: "prefer") == "respond-async" else {
            return .response(status: 200, body: #"{"id":"echo","value":"Hello!"}"#)
        }
        let id = book.open { "81574318-1eb1-4d7c-af61-\(100_000_000_000 + $0)" }
        return .response(
            status: 201,
            headers: [
                ("location", "http://gateway.example/ogc/jobs/\(id)"), ("preference-applied", "respond-async"),
                ("content-type", "application/json"),
            ],
            body: answersNull ? "null" : Self.statusInfo(id, "accepted", progress: 0)
        )
    }

    private func status(_ id: String) -> TestServer.Reply {
        switch book.poll(id) {
        case .missing: Self.exception("no-such-job")
        case .running(0): .response(status: 200, body: Self.statusInfo(id, "accepted", progress: 0))
        case .running(let steps): .response(status: 200, body: Self.statusInfo(id, "running", progress: steps * 25))
        case .failed: .response(status: 200, body: Self.statusInfo(id, "failed", progress: 50))
        case .complete: .response(status: 200, body: Self.statusInfo(id, "successful", progress: 100))
        }
    }

    private func results(_ id: String) -> TestServer.Reply {
        switch book.read(id) {
        case .missing: Self.exception("no-such-job")
        case .running: Self.exception("result-not-ready")
        case .failed:
            .response(status: 500, body: #"{"type":"about:blank","title":"The process failed.","status":500}"#)
        // Outputs may have names of any kind, those of a status too.
        case .complete:
            .response(status: 200, body: #"{"status":{"value":"running"},"echo":"Hello \#(id)!","progress":7}"#)
        }
    }

    private static func statusInfo(_ id: String, _ status: String, progress: Int) -> String {
        #"{"processID":"hello-world","jobID":"\#(id)","type":"process","status":"\#(status)","message":"","#
            + #""progress":\#(progress),"created":"2021-05-04T10:13:00Z","links":[]}"#
    }

    private static func exception(_ name: String) -> TestServer.Reply {
        let type = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0/\(name)"
        return .response(
            status: 404,
            headers: [("content-type", "application/problem+json")],
            body: #"{"type":"\#(type)","title":"Not found","status":404,"detail":"There is nothing here."}"#
        )
    }
}
