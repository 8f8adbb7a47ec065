//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
package import ScanCore

extension RedisScanStore {
    package func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let key = registration.key
        let quota = registration.quota
        let reply = try await backend.evaluate(
            InitiationScripts.register,
            keys: keys.entryAndLookups(of: key) + [
                keys.slot(key), keys.queue, keys.lifecycle(key.scan), keys.rate("initiate:\(key.user)"),
            ],
            arguments: [
                .id(key), .id(key.scan), .bytes(try registration.entry.stored()), .milliseconds(lifetimes.partial),
                .milliseconds(lifetimes.lookup), .number(registration.startedMilliseconds),
                registration.forces ? "1" : "0", .text(keys.resultPrefix),
                .text("\(keys.resultPrefix)\(key.user):\(key.filters):"), .text(keys.lifecyclePrefix),
                .number(Int64(quota?.limit ?? 0)), .milliseconds(quota?.window ?? .zero),
                .milliseconds(RedisBackend.lifecycleLifetime),
            ]
        )
        return try Self.outcome(of: reply)
    }

    private static func outcome(of reply: RESPValue) throws(StoreError) -> RegistrationOutcome {
        switch (reply.array?.first?.string, reply.array?.last) {
        case ("registered", _):
            return .registered
        case ("limited", let wait?):
            return .limited(retryAfter: .milliseconds(wait.integer ?? 1000))
        case ("held", let entry?):
            guard let bytes = entry.bytes else { throw .unexpected("a registration") }
            return .held(try ScanSummary.read(bytes))
        default:
            throw .unexpected("a registration")
        }
    }

    package func repair(_ registration: ScanRegistration) async throws(StoreError) {
        try await repair(registration.key, entry: try registration.entry.stored(), at: registration.startedMilliseconds)
    }

    package func restoreLookups(of key: CacheKey) async throws(StoreError) {
        try await repair(key, entry: [], at: backend.clock.now().epochMilliseconds)
    }

    private func repair(_ key: CacheKey, entry: [UInt8], at started: Int64) async throws(StoreError) {
        _ = try await backend.evaluate(
            InitiationScripts.repair,
            keys: keys.entryAndLookups(of: key),
            arguments: [
                .id(key), .bytes(entry), .milliseconds(lifetimes.partial), .milliseconds(lifetimes.lookup),
                .number(started),
            ]
        )
    }

    package func withdraw(_ key: CacheKey) async throws(StoreError) {
        _ = try await backend.evaluate(
            InitiationScripts.withdraw,
            keys: keys.entryAndLookups(of: key) + [keys.slot(key), keys.lifecycle(key.scan)],
            arguments: [.id(key), .id(key.scan)]
        )
    }
}

extension RedisKeys {
    /// Returns the entry's key and its lookup keys, in the order that scripts expect.
    func entryAndLookups(of key: CacheKey) -> [String] {
        [result(key), lookup(key.scan), index(key.scan), latest(key.user), scans(of: key.user)]
    }

    /// The prefix of the key of a scan's lifecycle, for scripts that build the key.
    var lifecyclePrefix: String { "\(prefix)scan_lifecycle:" }
}

extension ScanRegistration {
    var startedMilliseconds: Int64 { entry.summary.startedAt.epochMilliseconds }
}
