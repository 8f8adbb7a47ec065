//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The scripts of the diagnostics: history, lifecycle, deletion.
enum DiagnosticsScripts {
    /// Returns `{total, heads}` of a user's scans with a stored entry, newest first.
    static let history = LuaScript<UserKey, HistoryArgument>(
        PackageResources.history_lua,
        calling: [.head],
        keys: [.scans]
    )

    /// Returns `{cache_key, state, initiated, scanning, complete, failed, attempts, handed_back, lease, head}`.
    static let lifecycle = LuaScript<LifecycleKey, LifecycleArgument>(
        PackageResources.lifecycle_lua,
        calling: [.head],
        keys: [.lifecycle]
    )

    /// Deletes the entries of a user's scans with all their keys, and returns the number of deleted entries.
    static let clear = LuaScript<UserKey, ClearArgument>(PackageResources.clear_lua, keys: [.scans, .latest])

    /// The keys of a user.
    enum UserKey: String, LuaSlot {
        case scans, latest
    }

    /// The arguments of ``history``.
    enum HistoryArgument: String, LuaSlot, CaseIterable {
        case resultPrefix = "result_prefix"
        case limit
    }

    /// The key of ``lifecycle``, whose scan has no cache key yet.
    enum LifecycleKey: String, LuaSlot {
        case lifecycle
    }

    /// The arguments of ``lifecycle``.
    enum LifecycleArgument: String, LuaSlot, CaseIterable {
        case resultPrefix = "result_prefix"
        case activePrefix = "active_prefix"
    }

    /// The arguments of ``clear``, each the prefix of a kind of key.
    enum ClearArgument: String, LuaSlot, CaseIterable {
        case result, lookup, index, slot, active
    }
}
