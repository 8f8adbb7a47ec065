//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hiredis
import RedisClient
import ScanCore

/// The keys of a scan that scripts use.
enum ScanKey: String, LuaSlot {
    case result, lookup, index, latest, scans, slot, active, lifecycle, queue
}

/// The keys of a script that also uses some that do not belong to a scan.
enum ScriptKey<Other: LuaSlot>: LuaSlot {
    case scan(ScanKey)
    case other(Other)

    var name: String {
        switch self {
        case .scan(let key): key.name
        case .other(let key): key.name
        }
    }
}

extension RedisKeys {
    /// Returns the name in Redis of one of a scan's keys.
    func name(of slot: ScanKey, for key: CacheKey) -> String {
        switch slot {
        case .result: result(key)
        case .lookup: lookup(key.scan)
        case .index: index(key.scan)
        case .latest: latest(key.user)
        case .scans: scans(of: key.user)
        case .slot: self.slot(key)
        case .active: active(key)
        case .lifecycle: lifecycle(key.scan)
        case .queue: queue
        }
    }
}

extension RedisBackend {
    /// Runs a script.
    ///
    /// - Parameters:
    ///   - script: The script.
    ///   - key: Returns the name in Redis of a key.
    ///   - argument: Returns the value of an argument.
    /// - Returns: The script's reply.
    /// - Throws: `unavailable` for any error.
    func evaluate<Key, Argument>(
        _ script: LuaScript<Key, Argument>,
        key: (Key) -> String,
        argument: (Argument) -> RedisArgument
    ) async throws(StoreError) -> RESPValue {
        try await checkPartitions()
        do throws(RedisError) {
            return try await client.evaluate(
                script.script,
                keys: script.keys.map(key),
                arguments: script.arguments.map(argument)
            )
        } catch {
            throw StoreError(error)
        }
    }

    /// Runs a script all of whose keys belong to a scan.
    ///
    /// - Returns: The script's reply.
    /// - Throws: `unavailable` for any error.
    func evaluate<Argument>(
        _ script: LuaScript<ScanKey, Argument>,
        for scan: CacheKey,
        argument: (Argument) -> RedisArgument
    ) async throws(StoreError) -> RESPValue {
        let keys = keys(of: scan.user)
        return try await evaluate(script, key: { keys.name(of: $0, for: scan) }, argument: argument)
    }
}
