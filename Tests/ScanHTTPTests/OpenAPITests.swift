//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Synchronization
import TestSelection
import TestSupport
import Testing

@testable import ScanHTTP

/// The description compared with the router, an independent validator, and every possible answer.
///
/// Source: `Conformance/Contract/api.md#openapi-description`.
@Suite struct `The OpenAPI description` {
    private static let scan = "scan_" + String(repeating: "0", count: 32)

    @Test func `has the paths of the router, and no others`() async throws {
        let routes = try await DescribedServer().router.routes
        #expect(Set(routes.map { "\($0.path)" }) == Set(APIDescription.methods.keys))
    }

    @Test(arguments: APIDescription.methods.keys.sorted())
    func `has the methods that a path allows`(path: String) async throws {
        let server = try await DescribedServer()
        let refusal = try await server.send(.trace, Self.filled(path), as: .admin)
        let allowed = try #require(refusal.headers[.allow]).split(separator: ", ").map(String.init)
        // HEAD is served with GET, and has no description of its own.
        #expect(Set(allowed).subtracting(["HEAD"]) == APIDescription.methods[path])
    }

    @Test func `is the document that is served, and is not sent twice`() async throws {
        let server = try await DescribedServer()
        let first = try await server.send(.get, APIDescription.path)
        #expect(Data(first.body.readableBytesView) == APIDescription.document)
        let tag = try #require(first.headers[.eTag])
        for condition in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let second = try await server.send(.get, APIDescription.path, headers: [.ifNoneMatch: condition])
            #expect(second.status == .notModified, "\(condition)")
        }
        let other = try await server.send(.get, APIDescription.path, headers: [.ifNoneMatch: "\"other\""])
        #expect(other.status == .ok)
    }

    @Test(.enabled(if: PythonPackages.python != nil, "openapi-spec-validator is missing: Scripts/setup --for-tests"))
    func `is valid OpenAPI 3.1 by a validator that is not ours`() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "openapi-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let python = try #require(PythonPackages.python)
        let arguments = ["-m", "openapi_spec_validator", "--schema", "3.1", file.path()]
        try APIDescription.document.write(to: file)
        let run = try await Executables.run(python, arguments)
        #expect(run.status == 0, "\(run.output) \(run.error)")

        let broken = String(decoding: APIDescription.document, as: UTF8.self).replacing(
            "\"operationId\"",
            with: "\"id\""
        )
        try Data(broken.utf8).write(to: file)
        #expect(try await Executables.run(python, arguments).status != 0, "the validator accepts anything")
    }

    @Test(.takesSeconds) func `describes every answer that is given, and no answer that is not`() async throws {
        let servers = [
            try await DescribedServer(), try await DescribedServer(quota: 0), try await DescribedServer(isAway: true),
        ]
        try await live(on: servers[0])
        for server in servers { try await askEverything(of: server) }
        let seen = Set(servers.flatMap { $0.seen.withLock { Array($0) } })

        // Of the errors of every request only the wrong method is tested here; the others arise in the connection.
        let described = APIOperation.all.flatMap { operation in
            ["TRACE \(operation.path) 405"]
                + (operation.answers.map(\.status) + operation.ownErrors.map(\.status))
                .map { "\(operation.method) \(operation.path) \($0.code)" }
        }
        #expect(Set(described).subtracting(seen).sorted() == [])
    }

    @Test func `describes the refusals of what never becomes a request, on every operation`() throws {
        let api = try DescribedAPI(APIDescription.document)
        for (path, methods) in APIDescription.methods {
            for (error, method) in APIOperation.errorsOfAll.flatMap({ error in methods.map { (error, $0) } }) {
                let refusal = Refusals(worker: "1").answer(to: error)
                let exchange = DescribedAPI.Exchange(
                    method: method,
                    path: Self.filled(path),
                    status: refusal.head.status.code,
                    headers: refusal.head.headerFields.map { ($0.name.rawName, $0.value) },
                    body: Data(refusal.body.readableBytesView)
                )
                #expect(api.problems(of: exchange) == [], "\(method) \(path) \(error.word)")
            }
        }
    }

    /// Requests every state of a scan, as its user and as the operator.
    private func live(on server: DescribedServer) async throws {
        let base = "/api/v1/opportunities"
        try await server.send(.get, "\(base)/user-status", as: .user)
        for givesUp in [false, true] {
            let scan = try await server.discover()
            try await server.send(.post, "\(base)/discover", as: .user, body: "{}")
            try await look(at: scan, on: server)
            try await server.work(givesUp: givesUp)
            try await look(at: scan, on: server)
        }
        try await server.send(.post, "\(base)/discover", as: .user, body: "{}")
        try await server.send(.get, "\(base)/user-status", as: .user)
        try await server.send(.post, "/api/v1/auth/login", body: DescribedServer.login(.user))
        try await server.send(.post, "/api/v1/auth/login", body: DescribedServer.login(.user, password: "wrong"))
    }

    private func look(at scan: String, on server: DescribedServer) async throws {
        for call in ["status", "results"] {
            try await server.send(.get, "/api/v1/opportunities/\(call)/\(scan)", as: .user)
        }
        let known: HTTPFields = [.ifNoneMatch: "*"]
        try await server.send(.get, "/api/v1/opportunities/results/\(scan)", as: .user, headers: known)
        for call in ["scan-metrics", "scan-history/user", "scan-lifecycle/\(scan)", "scan-debug/\(scan)"] {
            try await server.send(.get, "/api/v1/scan-diagnostics/\(call)", as: .admin)
        }
    }

    /// Sends valid requests and every kind of invalid request to every operation.
    private func askEverything(of server: DescribedServer) async throws {
        for operation in APIOperation.all {
            let path = Self.filled(operation.path)
            let wellFormed = operation.id == "login" ? DescribedServer.login(.user) : "{}"
            let body = operation.body == nil ? nil : wellFormed
            for role in [nil, Role.user, .admin] { try await server.send(operation.method, path, as: role, body: body) }
            try await server.send(.trace, path, as: .admin)
            if operation.parameters.contains(where: { $0.name == "user_id" }) {
                let stranger = operation.path.replacing("{user_id}", with: "no%20user")
                try await server.send(operation.method, stranger, as: .admin)
            }
            guard operation.body != nil else { continue }
            let large = #"{"symbols":"\#(String(repeating: "a", count: 65 << 10))"}"#
            for body in ["{", "[]", large] { try await server.send(operation.method, path, as: .admin, body: body) }
            try await server.send(operation.method, path, as: .admin, body: "{}", headers: [.contentType: "text/plain"])
        }
        try await server.send(.get, APIDescription.path, headers: [.ifNoneMatch: "*"])
        for limit in ["51", "0", "+5", "05", "5&limit=6", "", "five"] {
            let path = "/api/v1/scan-diagnostics/scan-history/user?limit=\(limit)"
            #expect(try await server.send(.get, path, as: .admin).status == .unprocessableContent, "\(limit)")
        }
        for path in ["/", "/api/v2/nothing", "/api/v1/opportunities"] { try await server.send(.get, path) }
    }

    private static func filled(_ path: String) -> String {
        path.replacing("{scan_id}", with: scan).replacing("{user_id}", with: "user")
    }
}
