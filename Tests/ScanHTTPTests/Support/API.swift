//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import NIOPosix
import ScanCore
import Strategies
import Synchronization
import TestSupport
import Testing

@testable import ScanHTTP

/// The API in this process, with an in-memory store.
struct API {
    static let password = "a password of the tests"
    static let secret = Array("0123456789abcdef0123456789abcdef".utf8)

    let respond: @Sendable (Request, APIContext) async throws -> Response
    let store: MemoryStore

    /// Creates the API.
    ///
    /// - Parameters:
    ///   - users: The users who may log in.
    ///   - quotas: The rate limits of logins.
    init(users: [UserRecord], quotas: LoginQuotas = LoginQuotas()) async {
        let clock = ScanClock.system
        store = MemoryStore(lifetimes: ScanLifetimes(), clock: clock)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let memory = ScanMemory(lifetimes: ScanLifetimes(), keys: 16, entries: 16)
        let service = ScanService(
            store: store,
            memory: memory,
            resolver: ScanResolver(store: store, memory: memory, limits: SearchLimits(), logger: logger),
            strategies: StrategyCatalogue.standard,
            quota: Quota(limit: 1000, window: .seconds(60)),
            rendering: AnswerBodies(secondsPerStrategy: 1),
            clock: clock,
            makeID: {
                var generator = SystemRandomNumberGenerator()
                return ScanID(using: &generator)
            },
            logger: logger
        )
        let issuer = await TokenIssuer(secret: Self.secret, clock: clock)
        let directory = CurrentUsers(UserDirectory(users))
        let responder = ScanAPI.responder(
            ScanAPI.Parts(
                service: service,
                store: store,
                diagnostics: store,
                usesRedis: false,
                lease: .seconds(10),
                limiter: store,
                users: directory,
                issuer: issuer,
                authentication: BearerTokens(issuer: issuer, users: directory),
                loginQuotas: quotas,
                passwordChecks: 1,
                bodies: AnswerBodies(secondsPerStrategy: 1),
                worker: "1",
                threads: .singleton,
                clock: clock,
                renderMetrics: { "" }
            )
        )
        respond = { try await responder.respond(to: $0, context: $1) }
    }

    /// Returns a user, by default with a cheap hash.
    static func user(_ name: String, role: Role = .user, rounds: Int = 2) throws -> UserRecord {
        UserRecord(
            id: try #require(UserID(name)),
            email: "\(name)@example.com",
            role: role,
            password: try PasswordHash(of: password, rounds: rounds)
        )
    }

    /// Sends a request, reads its answer and compares it with the description.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        body: [UInt8]? = nil,
        token: String? = nil,
        fields: HTTPFields = [:],
        from address: String = "192.0.2.1",
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> Answer {
        var head = HTTPRequest(method: method, scheme: "http", authority: "x", path: path)
        head.headerFields.append(contentsOf: fields)
        if let token { head.headerFields[.authorization] = "Bearer \(token)" }
        if body != nil { head.headerFields[.contentType] = "application/json" }
        let channel = NIOAsyncTestingChannel()
        channel.remoteAddress = try SocketAddress(ipAddress: address, port: 1)
        // A no-op logger would drop the metadata, in which the framework looks for the request's id.
        var logger = Logger(label: "test") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .critical
        logger[metadataKey: "hb.request.id"] = .stringConvertible(RequestID())
        let context = APIContext(source: ApplicationRequestContextSource(channel: channel, logger: logger))
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer(bytes: body ?? [])))
        let response = try await respond(request, context)
        let collected = Collected()
        try await response.body.write(Writer(collected: collected))
        let exchange = DescribedAPI.Exchange(
            method: method.rawValue,
            path: path,
            status: response.status.code,
            headers: response.headers.map { ($0.name.rawName, $0.value) },
            body: collected.bytes
        )
        // The description is of the content, which a coding hides.
        if response.headers[.contentEncoding] == nil {
            let problems = try DescribedAPI(APIDescription.document).problems(of: exchange)
            #expect(problems == [], "\(method) \(path) \(response.status)", sourceLocation: sourceLocation)
        }
        return Answer(status: response.status.code, headers: response.headers, body: collected.bytes)
    }

    /// Logs in.
    func logIn(
        _ email: String = "ann@example.com",
        password: String = Self.password,
        from address: String = "192.0.2.1"
    ) async throws -> Answer {
        let body = try JSONSerialization.data(withJSONObject: ["email": email, "password": password])
        return try await send(.post, "/api/v1/auth/login", body: Array(body), from: address)
    }

    struct Answer {
        let status: Int
        let headers: HTTPFields
        let body: Data

        /// The members of the body; empty if the body is not a JSON object.
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        var token: String? { json["access_token"] as? String }
    }

    private final class Collected: Sendable {
        private let data = Mutex(Data())
        var bytes: Data { data.withLock { $0 } }
        func append(_ buffer: ByteBuffer) { data.withLock { $0 += Data(buffer.readableBytesView) } }
    }

    private struct Writer: ResponseBodyWriter {
        let collected: Collected
        mutating func write(_ buffer: ByteBuffer) async throws { collected.append(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
