//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles

/// A server that accepts work with 202 and the address of a status monitor.
///
/// Source: RFC 9110 §10.2.2 (`Location`), RFC 9110 §10.2.3 (`Retry-After`), RFC 9110 §15.3.3 (202), RFC 9110 §15.4.4
/// (303).
struct MonitorServer: Sendable {
    enum Ending: Sendable {
        /// The monitor returns the result itself.
        case result
        /// The monitor returns 303 with the address of the result.
        case seeOther
        /// The monitor returns 303 with an address at another origin.
        case seeElsewhere
    }

    let book: JobBook
    var ending = Ending.result
    /// The prefix of the monitor's path in `Location`.
    var origin = ""
    /// The value of `Retry-After`; absent without the header.
    var retryAfter: Int?

    init(
        _ fault: JobBook.Fault = .none,
        ending: Ending = .result,
        origin: String = "",
        retryAfter: Int? = nil,
        steps: Int = 4
    ) {
        book = JobBook(fault, steps: steps)
        self.ending = ending
        self.origin = origin
        self.retryAfter = retryAfter
    }

    @Sendable func respond(to request: TestServer.Request) -> TestServer.Reply {
        let patience = retryAfter.map { [("retry-after", String($0))] } ?? []
        if request.method == "POST", request.path == "/reports" {
            let address = book.open { "/queue/reports?ticket=\($0)" }
            return .response(status: 202, headers: [("location", origin + address)] + patience, body: "")
        }
        if request.path.hasPrefix("/reports/") {
            return book.read("/queue/reports?ticket=\(request.path.dropFirst(9))") == .complete
                ? Self.report(request.path) : .response(status: 404, body: "")
        }
        switch book.poll(request.path) {
        case .missing: return .response(status: 404, headers: [], body: "")
        case .failed: return .response(status: 500, headers: [], body: "")
        case .running: return .response(status: 202, headers: patience, body: "")
        case .complete: return end(request.path)
        }
    }

    private func end(_ address: String) -> TestServer.Reply {
        let report = "/reports/\(address.split(separator: "=").last ?? "")"
        return switch ending {
        case .result: Self.report(report)
        case .seeOther: .response(status: 303, headers: [("location", report)], body: "")
        case .seeElsewhere:
            .response(status: 303, headers: [("location", "https://elsewhere.example\(report)")], body: "")
        }
    }

    private static func report(_ path: String) -> TestServer.Reply {
        .response(status: 200, headers: [("content-type", "text/csv")], body: "path,rows\n\(path),3\n")
    }
}
