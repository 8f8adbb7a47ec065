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
        let keys = keys(of: key.user)
        let quota = registration.quota
        let entry = try backend.stored(registration.entry)
        let reply = try await backend.evaluate(
            InitiationScripts.register,
            key: { slot in
                switch slot {
                case .scan(let slot): keys.name(of: slot, for: key)
                case .other(.rate): keys.rate("initiate:\(key.user)")
                }
            },
            argument: { argument in
                switch argument {
                case .cacheKey: .id(key)
                case .scan: .id(key.scan)
                case .entry: .bytes(entry)
                case .entryTTL: .milliseconds(lifetimes.partial)
                case .lookupTTL: .milliseconds(lifetimes.lookup)
                case .started: .number(registration.startedMilliseconds)
                case .force: registration.forces ? "1" : "0"
                case .group: .text(RedisBackend.group)
                case .resultPrefix: .text(keys.resultPrefix)
                case .slotPrefix: .text("\(keys.resultPrefix)\(key.user):\(key.filters):")
                case .lifecyclePrefix: .text(keys.lifecyclePrefix)
                case .limit: .number(Int64(quota?.limit ?? 0))
                case .window: .milliseconds(quota?.window ?? .zero)
                case .lifecycleTTL: .milliseconds(RedisBackend.lifecycleLifetime)
                }
            }
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
        try await repair(
            registration.key,
            entry: try backend.stored(registration.entry),
            at: registration.startedMilliseconds
        )
    }

    package func restoreLookups(of key: CacheKey) async throws(StoreError) {
        try await repair(key, entry: [], at: backend.clock.now().epochMilliseconds)
    }

    private func repair(_ key: CacheKey, entry: [UInt8], at started: Int64) async throws(StoreError) {
        _ = try await backend.evaluate(InitiationScripts.repair, for: key) { argument in
            switch argument {
            case .cacheKey: .id(key)
            case .entry: .bytes(entry)
            case .entryTTL: .milliseconds(lifetimes.partial)
            case .lookupTTL: .milliseconds(lifetimes.lookup)
            case .started: .number(started)
            }
        }
    }

    package func withdraw(_ key: CacheKey) async throws(StoreError) {
        _ = try await backend.evaluate(InitiationScripts.withdraw, for: key) { argument in
            switch argument {
            case .cacheKey: .id(key)
            case .scan: .id(key.scan)
            case .group: .text(RedisBackend.group)
            }
        }
    }
}

extension RedisKeys {
    /// The prefix of the key of a scan's lifecycle, for scripts that build the key.
    var lifecyclePrefix: String { "\(prefix)scan_lifecycle:" }
}

extension ScanRegistration {
    var startedMilliseconds: Int64 { entry.summary.startedAt.epochMilliseconds }
}
