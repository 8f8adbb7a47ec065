//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Hiredis
import RedisClient
package import ScanCore

extension RedisScanStore: ScanDiagnostics {
    package func statistics(of day: String) async throws(StoreError) -> DayStatistics {
        let fields = [
            "total_scans", "successful_scans", "total_opportunities", "total_strategies", "execution_time_ms",
            "latest_scan", "latest_state", "latest_at",
        ]
        let replies = try await backend.pipeline(
            backend.partitionKeys.flatMap { keys in
                [
                    RedisCommand(
                        "HMGET",
                        ([keys.statistics(of: day)] + fields).map { RedisArgument($0) },
                        isReadOnly: true
                    ),
                    .get(keys.errors(of: day)),
                ]
            }
        )
        var statistics = DayStatistics()
        for place in stride(from: 0, to: replies.count - 1, by: 2) {
            guard let values = replies[place].array, values.count == fields.count else {
                throw .unexpected("statistics")
            }
            statistics.scans += values[0].count
            statistics.successes += values[1].count
            statistics.opportunities += values[2].count
            statistics.strategies += values[3].count
            statistics.milliseconds += Int64(values[4].count)
            statistics.errors += replies[place + 1].count
            if let scan = values[5].string.flatMap({ ScanID($0) }), let time = values[7].time,
                let state = values[6].string.flatMap(ScanState.init(rawValue:)),
                time >= statistics.latest?.time ?? .distantPast
            {
                statistics.latest = DayStatistics.Ended(scan: scan, state: state, time: time)
            }
        }
        return statistics
    }

    package func history(of user: UserID, limit: Int) async throws(StoreError) -> ScanHistory {
        let keys = keys(of: user)
        let reply = try await backend.evaluate(
            DiagnosticsScripts.history,
            key: { name(of: $0, for: user) },
            argument: { argument in
                switch argument {
                case .resultPrefix: .text(keys.resultPrefix)
                case .limit: .number(Int64(limit))
                }
            }
        )
        guard let parts = reply.array, parts.count == 2, let total = parts[0].integer, let heads = parts[1].array else {
            throw .unexpected("a history")
        }
        var scans: [ScanSummary] = []
        for head in heads { scans.append(try ScanSummary.read(head.bytes ?? [])) }
        return ScanHistory(total: Int(total), scans: scans)
    }

    package func lifecycle(of scan: ScanID) async throws(StoreError) -> ScanLifecycle? {
        for keys in backend.partitionKeys {
            if let lifecycle = try await lifecycle(of: scan, in: keys) { return lifecycle }
        }
        return nil
    }

    private func lifecycle(of scan: ScanID, in keys: RedisKeys) async throws(StoreError) -> ScanLifecycle? {
        let reply = try await backend.evaluate(
            DiagnosticsScripts.lifecycle,
            key: { key in
                switch key {
                case .lifecycle: keys.lifecycle(scan)
                }
            },
            argument: { argument in
                switch argument {
                case .resultPrefix: .text(keys.resultPrefix)
                case .activePrefix: .text(keys.activePrefix)
                }
            }
        )
        guard let values = reply.array, values.count == 10 else { return nil }
        guard let key = values[0].string.flatMap(CacheKey.init), let initiated = values[2].time else {
            throw .unexpected("phases")
        }
        var lifecycle = ScanLifecycle(key: key, initiated: initiated)
        lifecycle.state = values[1].string.flatMap(ScanState.init(rawValue:)) ?? .scanning
        lifecycle.started = values[3].time
        lifecycle.finished = values[4].time ?? values[5].time
        lifecycle.attempts = values[6].count
        lifecycle.handedBack = values[7].count
        lifecycle.lease = values[8].string
        if let head = values[9].bytes { lifecycle.lastWrite = try ScanSummary.read(head).cachedAt }
        return lifecycle
    }

    package func clear(_ user: UserID) async throws(StoreError) -> Int {
        let keys = keys(of: user)
        let reply = try await backend.evaluate(
            DiagnosticsScripts.clear,
            key: { name(of: $0, for: user) },
            argument: { argument in
                switch argument {
                case .result: .text(keys.resultPrefix)
                case .lookup: .text(keys.lookupPrefix)
                case .index: .text(keys.indexPrefix)
                case .slot: .text(keys.slotPrefix)
                case .active: .text(keys.activePrefix)
                }
            }
        )
        guard let deleted = reply.integer else { throw .unexpected("how many entries were deleted") }
        return Int(deleted)
    }

    private func name(of key: DiagnosticsScripts.UserKey, for user: UserID) -> String {
        switch key {
        case .scans: keys(of: user).scans(of: user)
        case .latest: keys(of: user).latest(user)
        }
    }
}

extension RESPValue {
    /// The number in a field of a hash; 0 if the field is missing.
    fileprivate var count: Int { string.flatMap(Int.init) ?? 0 }

    /// The time in a field of a hash, stored in milliseconds since 1970.
    fileprivate var time: Date? { string.flatMap { Double($0) }.map { Date(timeIntervalSince1970: $0 / 1000) } }
}
