//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import MarketData
import NIOCore
import NIOPosix
import ScanCore
import Strategies
import Synchronization
import TestSupport
import Testing

@testable import ScanHTTP

/// The whole API in this process, with an in-memory store; every answer is compared with the description.
final class DescribedServer: Sendable {
    /// The answers received so far, as `METHOD PATH STATUS`.
    let seen = Mutex<Set<String>>([])
    let api: DescribedAPI
    private let memory: MemoryStore
    private let parts: ScanAPI.Parts
    private let tokens: [Role: String]

    private static let password = "correct horse"
    private static let logger = Logger(label: "test") { _ in QuietLog() }

    /// Creates the API.
    ///
    /// - Parameters:
    ///   - quota: The number of scans and of logins that each user may start.
    ///   - isAway: A flag that makes the store unreachable.
    /// - Throws: An error if the description cannot be parsed or a password cannot be hashed.
    init(quota: Int = 1000, isAway: Bool = false) async throws {
        let clock = ScanClock.system
        let logger = Self.logger
        let memory = MemoryStore(lifetimes: ScanLifetimes(), clock: clock)
        let store: any ScanStore = isAway ? AwayStore() : memory
        let scanMemory = ScanMemory(lifetimes: ScanLifetimes())
        let hash = try PasswordHash(of: Self.password, rounds: 2)
        let users = UserDirectory(
            try Role.allCases.map { role in
                let id = try #require(UserID(role.rawValue))
                return UserRecord(id: id, email: "\(role)@example.com", role: role, password: hash)
            }
        )
        let limit = Quota(limit: quota, window: .seconds(3600))
        let issuer = await TokenIssuer(secret: Array(repeating: 7, count: 32), clock: clock)
        var logins = LoginQuotas()
        (logins.perEmail, logins.perClient) = (limit, limit)
        let current = CurrentUsers(users)
        self.memory = memory
        api = try DescribedAPI(APIDescription.document)
        parts = ScanAPI.Parts(
            service: ScanService(
                store: store,
                memory: scanMemory,
                resolver: ScanResolver(store: store, memory: scanMemory, limits: SearchLimits(), logger: logger),
                strategies: StrategyCatalogue.standard,
                quota: limit,
                rendering: AnswerBodies(secondsPerStrategy: 1),
                clock: clock,
                makeID: {
                    var generator = SystemRandomNumberGenerator()
                    return ScanID(using: &generator)
                },
                logger: logger
            ),
            store: store,
            diagnostics: isAway ? AwayStore() : memory,
            usesRedis: false,
            lease: .seconds(10),
            limiter: isAway ? AwayStore() : memory,
            users: current,
            issuer: issuer,
            authentication: BearerTokens(issuer: issuer, users: current),
            loginQuotas: logins,
            passwordChecks: 1,
            bodies: AnswerBodies(secondsPerStrategy: 1),
            worker: "1",
            threads: .singleton,
            clock: clock,
            renderMetrics: { "# TYPE http_requests_total counter\n" }
        )
        var tokens: [Role: String] = [:]
        for user in users.users {
            tokens[user.role] = try await issuer.token(for: Principal(user: user.id, role: user.role))
        }
        self.tokens = tokens
    }

    /// The router of the API.
    var router: Router<APIContext> { ScanAPI.router(parts) }

    /// Returns the header fields of a user's request.
    func headers(of role: Role?) -> HTTPFields {
        role.flatMap { tokens[$0] }.map { [.authorization: "Bearer \($0)"] } ?? [:]
    }

    /// Returns the body of a login.
    static func login(_ role: Role, password: String = password) -> String {
        #"{"email":"\#(role)@example.com","password":"\#(password)"}"#
    }

    /// Sends a request, and compares the answer with the description.
    @discardableResult func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        as role: Role? = nil,
        body: String? = nil,
        headers more: HTTPFields = [:],
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> TestResponse {
        var headers = headers(of: role)
        if body != nil { headers[.contentType] = "application/json" }
        for field in more { headers[field.name] = field.value }
        let answer = try await Application(responder: ScanAPI.responder(parts), logger: Self.logger).test(.router) {
            [headers] client in
            try await client.execute(
                uri: path,
                method: method,
                headers: headers,
                body: body.map(ByteBuffer.init(string:))
            )
        }
        let exchange = DescribedAPI.Exchange(
            method: method.rawValue,
            path: path,
            status: answer.status.code,
            headers: answer.headers.map { ($0.name.rawName, $0.value) },
            body: Data(answer.body.readableBytesView)
        )
        let problems = api.problems(of: exchange)
        #expect(problems == [], "\(method) \(path) \(answer.status)", sourceLocation: sourceLocation)
        let template = api.template(of: path) ?? "none"
        seen.withLock { _ = $0.insert("\(method) \(template) \(answer.status.code)") }
        return answer
    }

    /// Starts a scan as the user, and returns its id.
    func discover(_ body: String = #"{"force_refresh":true}"#) async throws -> String {
        let answer = try await send(.post, "/api/v1/opportunities/discover", as: .user, body: body)
        let tree = try JSONTree(parsing: Data(answer.body.readableBytesView))
        return try #require(tree["scan_id"]?.text)
    }

    /// Runs the waiting scan to its end, or gives it up as if too many workers had lost it.
    func work(givesUp: Bool = false) async throws {
        let engine = ScanEngine(
            queue: memory,
            market: SyntheticMarket(seed: 1, symbolCount: 14),
            strategies: StrategyCatalogue.standard,
            threads: StrategyThreads(clock: .system),
            lifetimes: ScanLifetimes(),
            clock: .system,
            logger: Self.logger
        )
        let assignment = try #require(try await memory.next(for: WorkerID("test"), waiting: .seconds(10)))
        let outcome = givesUp ? await engine.giveUp(assignment, after: 3) : await engine.run(assignment)
        #expect(outcome == .finished)
    }
}

/// A log handler that writes nothing but keeps metadata, from which requests take their id.
private struct QuietLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.critical

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {}
}
