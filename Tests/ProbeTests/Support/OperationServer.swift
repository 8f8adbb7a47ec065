//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import JobDoubles

/// A server of long-running operations, whose responses have the shape of `google.longrunning.Operation`.
///
/// Sources: AIP-151; AIP-193 for errors; proto3's JSON mapping, which leaves out what has its default value.
struct OperationServer: Sendable {
    static let method = "v1/publishers/lacroix/books:write"

    let book: JobBook

    init(_ fault: JobBook.Fault = .none) {
        book = JobBook(fault)
    }

    @Sendable func respond(to request: TestServer.Request) -> TestServer.Reply {
        if request.method == "POST", request.path == "/\(Self.method)" {
            let name = book.open { "operations/book-\($0)" }
            return .response(status: 200, body: #"{"name":"\#(name)",\#(Self.metadata(0))}"#)
        }
        guard request.method == "GET", request.path.hasPrefix("/v1/operations/") else { return Self.notFound }
        let name = String(request.path.dropFirst("/v1/".count))
        switch book.poll(name) {
        case .missing:
            return Self.notFound
        case .running(let steps):
            // The default of `done` may be written or not.
            let done = steps % 2 == 0 ? "" : #","done":false"#
            return .response(status: 200, body: #"{"name":"\#(name)",\#(Self.metadata(steps))\#(done)}"#)
        case .failed:
            let error = #"{"code":8,"message":"The shelf is full.","details":[]}"#
            return .response(status: 200, body: #"{"name":"\#(name)","done":true,"error":\#(error)}"#)
        case .complete:
            let response = #"{"@type":"type.googleapis.com/example.library.v1.Book","title":"\#(name)"}"#
            return .response(status: 200, body: #"{"name":"\#(name)","done":true,"response":\#(response)}"#)
        }
    }

    private static func metadata(_ steps: Int) -> String {
        #""metadata":{"@type":"type.googleapis.com/example.library.v1.WriteBookMetadata","progressPercent":\#(steps * 25)}"#
    }

    private static let notFound = TestServer.Reply.response(
        status: 404,
        body: #"{"error":{"code":404,"message":"There is no such operation.","status":"NOT_FOUND"}}"#
    )
}
