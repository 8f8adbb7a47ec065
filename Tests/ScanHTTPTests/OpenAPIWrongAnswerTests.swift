//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSelection
import TestSupport
import Testing

@testable import ScanHTTP

/// The detection of wrong answers by the comparison with the description.
@Suite struct `A wrong answer` {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout DescribedAPI.Exchange) -> Void

        var testDescription: String { name }
    }

    private static let id = "scan_" + String(repeating: "0", count: 32)

    private static let right = DescribedAPI.Exchange(
        method: "GET",
        path: "/api/v1/opportunities/status/\(id)?x=1",
        status: 200,
        headers: [
            ("Content-Type", "application/json; charset=utf-8"), ("x-request-id", "a"), ("X-Worker", "1"),
            ("Cache-Control", "no-store"), ("Content-Length", "1"),
        ],
        body: Data(
            """
            {"success": true, "scan_id": "\(id)", "status": "complete", "message": "Done.", "total_opportunities": 3,
             "results_url": "/api/v1/opportunities/results/\(id)", "progress": {"strategies_completed": 14,
             "total_strategies": 14, "opportunities_found_so_far": 3, "percentage": 100}}
            """.utf8
        )
    )

    private static func replacing(_ old: String, by new: String, _ name: String) -> Case {
        Case(name: name) { exchange in
            exchange.body = Data(String(decoding: exchange.body, as: UTF8.self).replacing(old, with: new).utf8)
        }
    }

    static let cases = [
        replacing(#""message": "Done.","#, by: "", "without a member"),
        replacing(#""success""#, by: #""more": 1, "success""#, "with a member more"),
        replacing(#""message": "Done.""#, by: #""message": null"#, "with null for a text"),
        replacing(": 3,", by: #": "3","#, "with a text for a number"),
        replacing(": 3,", by: ": 2.5,", "with a fraction for a count"),
        replacing(": 14,", by: ": -1,", "with a number below the bound"),
        replacing("100", by: "101", "with a number above the bound"),
        replacing("complete\"", by: "initiated\"", "with a state of another call"),
        replacing("complete\"", by: "failed\"", "with a state of another shape"),
        replacing("true", by: "false", "that denies itself"),
        replacing("scan_0", by: "scan_X", "with an id of another form"),
        replacing("}}", by: "}", "that is no JSON"),
        Case(name: "with a status that is not described") { $0.status = 202 },
        Case(name: "with the status of another body") { $0.status = 404 },
        Case(name: "of another media type") { $0.headers[0].value = "text/html" },
        Case(name: "without a header") { $0.headers.remove(at: 1) },
        Case(name: "with another header") { $0.headers.append(("Server", "x")) },
        Case(name: "with a wrong header") { $0.headers[3].value = "public" },
        Case(name: "with a body for HEAD") { $0.method = "HEAD" },
        Case(name: "to a method that is not described") { $0.method = "PUT" },
        Case(name: "at a path that is not described") { $0.path = "/api/v1/opportunities/status" },
    ]

    @Test func `is none when it is right`() throws {
        #expect(try DescribedAPI(APIDescription.document).problems(of: Self.right) == [])
    }

    @Test(.takesSeconds, arguments: cases) func `is found out`(wrong: Case) throws {
        var exchange = Self.right
        wrong.change(&exchange)
        #expect(try DescribedAPI(APIDescription.document).problems(of: exchange) != [])
    }

    @Test func `is one of a schema that cannot be read`() throws {
        let schema = #""multipleOf": 2"#
        let document = """
            {"paths": {"/x": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {\(schema)}}}}}}}}}
            """
        let exchange = DescribedAPI.Exchange(
            method: "GET",
            path: "/x",
            status: 200,
            headers: [("Content-Type", "application/json")],
            body: Data("4".utf8)
        )
        let problems = try DescribedAPI(Data(document.utf8)).problems(of: exchange)
        #expect(problems == ["body has a schema with 'multipleOf', which is not understood"])
    }
}
