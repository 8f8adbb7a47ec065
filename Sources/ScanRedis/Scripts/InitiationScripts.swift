//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The scripts of initiation: register, repair, withdraw.
enum InitiationScripts {
    /// Claims the slot and writes all keys, or returns the entry of the scan that holds the slot.
    ///
    /// Returns `{'limited', ms}`, `{'held', entry}` or `{'registered'}`.
    static let register = LuaScript<ScriptKey<RateKey>, RegisterArgument>(
        PackageResources.register_lua,
        calling: [.admit, .writeLookups, .trim],
        keys: [
            .scan(.result), .scan(.lookup), .scan(.index), .scan(.latest), .scan(.scans), .scan(.slot), .scan(.queue),
            .scan(.lifecycle), .other(.rate),
        ]
    )

    /// Reads which keys of a scan exist, with a write that can be waited for.
    static let presence = LuaScript<ScanKey, Never>(
        PackageResources.presence_lua,
        keys: [.result, .lookup, .index, .latest],
        arguments: []
    )

    /// Writes a missing placeholder, and every lookup key with its full lifetime.
    ///
    /// With an empty placeholder it only restores lookup keys, and only if the entry exists.
    static let repair = LuaScript<ScanKey, RepairArgument>(
        PackageResources.repair_lua,
        calling: [.writeLookups],
        keys: [.result, .lookup, .index, .latest, .scans]
    )

    /// Deletes the keys of a registration with its message.
    static let withdraw = LuaScript<ScanKey, WithdrawArgument>(
        PackageResources.withdraw_lua,
        keys: [.result, .lookup, .index, .latest, .scans, .slot, .active, .lifecycle, .queue]
    )

    /// Counts one attempt of a rate limit's subject, unless its quota is used up.
    static let countAttempt = LuaScript<RateKey, CountAttemptArgument>(
        PackageResources.count_attempt_lua,
        calling: [.admit],
        keys: [.rate]
    )

    /// The key of a rate limit.
    enum RateKey: String, LuaSlot {
        case rate
    }

    /// The arguments of ``register``.
    enum RegisterArgument: String, LuaSlot, CaseIterable {
        case cacheKey = "cache_key"
        case scan, entry
        case entryTTL = "entry_ttl"
        case lookupTTL = "lookup_ttl"
        case started, force, group
        case resultPrefix = "result_prefix"
        case slotPrefix = "slot_prefix"
        case lifecyclePrefix = "lifecycle_prefix"
        case limit, window
        case lifecycleTTL = "lifecycle_ttl"
    }

    /// The arguments of ``repair``.
    enum RepairArgument: String, LuaSlot, CaseIterable {
        case cacheKey = "cache_key"
        case entry
        case entryTTL = "entry_ttl"
        case lookupTTL = "lookup_ttl"
        case started
    }

    /// The arguments of ``withdraw``.
    enum WithdrawArgument: String, LuaSlot, CaseIterable {
        case cacheKey = "cache_key"
        case scan, group
    }

    /// The arguments of ``countAttempt``.
    enum CountAttemptArgument: String, LuaSlot, CaseIterable {
        case attempt, limit, window
    }
}
