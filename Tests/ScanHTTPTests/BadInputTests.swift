//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import TestSelection
import Testing

@testable import ScanHTTP

/// The API's answers to invalid and hostile bodies, methods and paths.
@Suite struct `The API under bad input` {
    private func withToken(_ body: (API, String) async throws -> Void) async throws {
        let api = await API(users: [try API.user("ann")])
        let token = try #require(try await api.logIn().token)
        try await body(api, token)
    }

    static let bodies: [(String, Int)] = [
        (#"{"symbols":["BTC-USDT",]}"#, 400), (#"{"min_profit_potential":1e999}"#, 422),
        (#"{"min_profit_potential":NaN}"#, 400), (#"{"a":1,"a":2}"#, 400), (#"{"\u2001":1,"\u2003":2}"#, 200),
        (#"{"symbols":"\uD800"}"#, 400),
        (
            #"{"a":"# + String(repeating: "[", count: 500) + String(repeating: "{},", count: 999) + "{}"
                + String(repeating: "]", count: 500) + "}", 400
        ),
        (#"{"a":"# + String(repeating: "[", count: 63) + String(repeating: "]", count: 63) + "}", 200),
        (#"{"a":"# + String(repeating: "[", count: 64) + String(repeating: "]", count: 64) + "}", 400),
        (#"{"a":""# + String(repeating: "a", count: 65_536) + #""}"#, 413), ("[]", 422), ("1e999", 422), ("", 400),
    ]

    @Test(.takesSeconds, arguments: bodies) func `answers a body by its kind`(body: String, status: Int) async throws {
        try await withToken { api, token in
            let answer = try await api.send(
                .post,
                "/api/v1/opportunities/discover",
                body: Array(body.utf8),
                token: token
            )
            #expect(answer.status == status, "\(answer.json)")
            if status >= 400 { #expect(answer.json["success"] as? Bool == false) }
        }
    }

    @Test func `says how deep is too deep, and where JSON ends to be any`() async throws {
        try await withToken { api, token in
            let path = "/api/v1/opportunities/discover"
            let deep = try await api.send(
                .post,
                path,
                body: Array(repeating: UInt8(ascii: "["), count: 60_000),
                token: token
            )
            #expect((deep.json["message"] as? String)?.contains("64") == true)
            let broken = try await api.send(.post, path, body: Array("{\"a\":1,}".utf8), token: token)
            #expect((broken.json["message"] as? String)?.contains("byte 7") == true)
        }
    }

    @Test func `takes no other encoding than UTF-8`() async throws {
        try await withToken { api, token in
            let bytes = #"{"force_refresh":true}"#.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            for body in [bytes, [0xFF, 0xFE] + bytes, [0xEF, 0xBB, 0xBF] + Array("{}".utf8)] {
                let answer = try await api.send(.post, "/api/v1/opportunities/discover", body: body, token: token)
                #expect(answer.status == 400)
            }
        }
    }

    @Test func `answers HEAD as GET, but without a body`() async throws {
        try await withToken { api, token in
            for path in ["/health", "/ready", "/api/v1/opportunities/user-status", "/nothing"] {
                let get = try await api.send(.get, path, token: token)
                let head = try await api.send(.head, path, token: token)
                #expect(head.status == get.status)
                #expect(head.headers[.contentLength] == "\(get.body.count)")
                #expect(!get.body.isEmpty)
                #expect(head.body.isEmpty)
            }
        }
    }

    @Test(.takesSeconds) func `answers every other method with 405 and the right ones`() async throws {
        try await withToken { api, token in
            for method in KnownMethods.all where method != .get && method != .head {
                let answer = try await api.send(method, "/health", token: token)
                #expect(answer.status == 405, "\(method)")
                #expect(answer.headers[.allow] == "GET, HEAD", "\(method)")
            }
            let propfind = try #require(HTTPRequest.Method("PROPFIND"))
            let wrong = try await api.send(propfind, "/api/v1/opportunities/discover", token: token)
            #expect(wrong.status == 405)
            #expect(wrong.headers[.allow] == "POST")
            #expect(try await api.send(propfind, "/nothing", token: token).status == 404)
        }
    }
}
