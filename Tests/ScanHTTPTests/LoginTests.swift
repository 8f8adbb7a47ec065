//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import JWTKit
import Logging
import NIOCore
import ScanCore
import Synchronization
import TestSelection
import Testing

@testable import ScanHTTP
@testable import ScanServer

/// The limits of logging in, and the equal time that it takes for every user.
@Suite struct `Logging in` {
    @Test func `is limited by client address, whatever the e-mail addresses`() async throws {
        var quotas = LoginQuotas()
        quotas.perClient = Quota(limit: 5, window: .seconds(60))
        let api = await API(users: [try API.user("ann")], quotas: quotas)
        var statuses: [Int] = []
        for number in 0..<8 { statuses.append(try await api.logIn("made-up-\(number)@example.com").status) }
        #expect(statuses == [401, 401, 401, 401, 401, 429, 429, 429])
        let refused = try await api.logIn()
        #expect(refused.status == 429)
        #expect(refused.headers[.retryAfter] != nil)
        #expect(try await api.logIn(from: "198.51.100.7").status == 200)
    }

    @Test func `is limited by e-mail address, wherever the clients are`() async throws {
        var quotas = LoginQuotas()
        quotas.perEmail = Quota(limit: 2, window: .seconds(60))
        let api = await API(users: [try API.user("ann")], quotas: quotas)
        var statuses: [Int] = []
        for number in 1...3 {
            statuses.append(try await api.logIn("ANN@example.com", from: "192.0.2.\(number)").status)
        }
        #expect(statuses == [200, 200, 429])
    }

    @Test(arguments: [
        ("1048576", "32", "16", true), ("2097152", "8", "1", false), ("131072", "33", "1", false),
        ("131072", "8", "17", false), ("131072", "0", "1", false), ("131071", "8", "1", false),
    ])
    func `takes no hash that costs more than a login may`(rounds: String, block: String, lanes: String, isTaken: Bool) {
        let (salt, hash) = (Data(repeating: 1, count: 16), Data(repeating: 2, count: 32))
        let text = "scrypt$\(rounds)$\(block)$\(lanes)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
        #expect((PasswordHash(text) != nil) == isTaken)
        let file = #"[{"id":"a","email":"ann@example.com","role":"user","password":"\#(text)"}]"#
        #expect(((try? UserDirectory(json: Data(file.utf8), named: "users.json")) != nil) == isTaken)
    }

    @Test(arguments: [
        ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8:1:2::1", "2001:db8:1:2::9"),
    ])
    func `counts addresses of one client as one`(first: String, second: String) {
        #expect(ClientAddress(text: first) == ClientAddress(text: second))
    }

    @Test func `counts addresses of two clients as two`() {
        let addresses = ["192.0.2.1", "192.0.2.2", "2001:db8:1:2::1", "2001:db8:1:3::1", nil]
        #expect(Set(addresses.map { ClientAddress(text: $0) }).count == 5)
    }

    @Test func `checks few passwords at a time, lets few wait, and leaves places to other clients`() async throws {
        let probe = CheckProbe()
        let checks = probe.checks
        await withTaskGroup(of: Int.self) { group in
            let own = PasswordChecks.perClientLimit
            let all = 1 + PasswordChecks.waitingLimit
            for number in 1...own {
                group.addTask { await probe.check(from: "flood") }
                while checks.pending < number { await Task.yield() }
            }
            #expect(await probe.check(from: "flood") == 429)
            for number in own + 1...all {
                group.addTask { await probe.check(from: "client \(number)") }
                while checks.pending < number { await Task.yield() }
            }
            #expect(await probe.check(from: "one more") == 503)
            probe.open()
            let passed = await group.reduce(0) { $0 + ($1 == 200 ? 1 : 0) }
            #expect(passed == all)
        }
        #expect(probe.mostAtOnce == 1)
        #expect(checks.pending == 0)
        #expect(await probe.check(from: "flood") == 200)
    }

    /// Without decoy hashes the times would differ by the ratio of the costs, here 64.
    @Test(.takesSeconds) func `takes the same time for every user and for nobody`() throws {
        let users = UserDirectory([try API.user("cheap", rounds: 1 << 8), try API.user("dear", rounds: 1 << 14)])
        func best(_ email: String) throws -> Duration {
            let times = (0..<5).map { _ in
                ContinuousClock().measure { _ = users.authenticate(email: email, password: "wrong") }
            }
            return try #require(times.min())
        }
        let times = try ["cheap@example.com", "dear@example.com", "nobody@example.com"].map(best)
        let (shortest, longest) = (try #require(times.min()), try #require(times.max()))
        #expect(longest / shortest < 4, "\(times)")
        #expect(users.authenticate(email: "cheap@example.com", password: API.password) != nil)
        #expect(users.authenticate(email: "dear@example.com", password: API.password) != nil)
        #expect(users.authenticate(email: "nobody@example.com", password: API.password) == nil)
    }
}

/// Password checks that run until they are released, and are counted.
private final class CheckProbe: Sendable {
    let checks = PasswordChecks(width: 1)
    private let gate = AsyncStream.makeStream(of: Never.self)
    private let counts = Mutex((now: 0, most: 0))

    var mostAtOnce: Int { counts.withLock { $0.most } }

    /// Runs a check, and returns the status that its login would get.
    func check(from client: String) async -> Int {
        do {
            try await checks.pass(from: client) {
                counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
                for await _ in gate.stream {}
                counts.withLock { $0.now -= 1 }
            }
            return 200
        } catch { return (error as? APIError)?.status.code ?? 500 }
    }

    /// Releases all checks.
    func open() { gate.continuation.finish() }
}

@Suite struct `A token` {
    @Test func `of a user who is gone is no longer good, and a role is the one of today`() async throws {
        let before = await API(users: [try API.user("ann", role: .admin), try API.user("bob")])
        let token = try #require(try await before.logIn().token)
        let path = "/api/v1/scan-diagnostics/scan-metrics"
        #expect(try await before.send(.get, path, token: token).status == 200)
        let demoted = await API(users: [try API.user("ann"), try API.user("bob")])
        #expect(try await demoted.send(.get, path, token: token).status == 403)
        let removed = await API(users: [try API.user("bob")])
        #expect(try await removed.send(.get, path, token: token).status == 401)
        #expect(try await removed.send(.get, "/api/v1/opportunities/user-status", token: token).status == 401)
    }

    @Test func `is no longer good once its user is taken out of the file, while the server runs`() async throws {
        let file = UsersFile(path: NSTemporaryDirectory() + "users-\(UInt64.random(in: .min ... .max)).json")
        defer { try? FileManager.default.removeItem(atPath: file.path) }
        var directory = UserDirectory([try API.user("ann"), try API.user("bob")])
        try file.write(directory)
        let watch = UsersFileWatch(file, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        let users = CurrentUsers(directory, interval: .zero) { watch.changedUsers() }
        let ann = try #require(UserID("ann"))
        #expect(users.directory.role(of: ann) == .user)
        let removals = ["Ann@example.com", "ann@example.com"].map { directory.remove(email: $0) }
        #expect(removals == [true, false])
        try file.write(directory)
        #expect(users.directory.role(of: ann) == nil)
        // A broken or missing file leaves the users unchanged.
        try Data("nonsense".utf8).write(to: URL(filePath: file.path))
        #expect(users.directory.users.map(\.email) == ["bob@example.com"])
        try FileManager.default.removeItem(atPath: file.path)
        #expect(users.directory.users.map(\.email) == ["bob@example.com"])
    }

    private struct Claims: JWTPayload {
        var sub = "ann"
        var role = "user"
        var iat = 1_700_000_000.0
        var exp: Double
        var nbf: Double?
        func verify(using algorithm: some JWTAlgorithm) async throws {}
    }

    private func status(of claims: Claims, header: JWTHeader = JWTHeader()) async throws -> Int {
        let api = await API(users: [try API.user("ann")])
        let keys = await JWTKeyCollection().add(hmac: HMACKey(from: API.secret), digestAlgorithm: .sha256)
        let token = try await keys.sign(claims, header: header)
        return try await api.send(.get, "/api/v1/opportunities/user-status", token: token).status
    }

    @Test func `is good in its time only`() async throws {
        let now = Date().timeIntervalSince1970
        #expect(try await status(of: Claims(exp: now + 60)) == 200)
        #expect(try await status(of: Claims(exp: now - 1)) == 401)
        #expect(try await status(of: Claims(exp: now + 60, nbf: now - 1)) == 200)
        #expect(try await status(of: Claims(exp: now + 60, nbf: now + 30)) == 401)
    }

    @Test func `that demands an extension is refused`() async throws {
        let claims = Claims(exp: Date().timeIntervalSince1970 + 60)
        #expect(try await status(of: claims, header: ["crit": ["exp"]]) == 401)
        #expect(try await status(of: claims, header: ["crit": []]) == 401)
        #expect(try await status(of: claims, header: ["x": "y"]) == 200)
    }

    @Test func `whose header is a bomb is refused`() async throws {
        let api = await API(users: [try API.user("ann")])
        let bomb = Data(String(repeating: "[", count: 9000).utf8).base64EncodedString()
        #expect(try await api.send(.get, "/api/v1/opportunities/user-status", token: "\(bomb).e30.x").status == 401)
    }
}
