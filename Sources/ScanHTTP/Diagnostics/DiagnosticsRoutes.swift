//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import ScanCore

/// The diagnostics routes: counters, a user's scans, the phases of a scan, and the resolution of a scan id.
///
/// Source: `Conformance/Contract/api.md#diagnostics`.
struct DiagnosticsRoutes {
    let diagnostics: any ScanDiagnostics
    let service: ScanService
    /// A flag that is true if the store is Redis.
    let usesRedis: Bool
    /// The lease time of a scan: the time after which a worker's claim expires unless renewed.
    let lease: Duration
    let clock: ScanClock

    func add(to group: RouterGroup<APIContext>) {
        group.route("scan-metrics", [.get: metrics])
        group.route("scan-history/{user_id}", [.get: history])
        group.route("scan-lifecycle/{scan_id}", [.get: lifecycle])
        group.route("scan-debug/{scan_id}", [.get: debug])
        group.route("clear-scan-cache/{user_id}", [.delete: clear])
    }

    @Sendable private func metrics(_ request: Request, context: APIContext) async throws -> Response {
        let day = clock.now().utcDay
        let statistics = try await diagnostics.statistics(of: day)
        return try Response.json(ScanMetricsBody(statistics, day: day, usesRedis: usesRedis))
    }

    @Sendable private func history(_ request: Request, context: APIContext) async throws -> Response {
        let user = try userID(in: context)
        let history = try await diagnostics.history(of: user, limit: try limit(in: request))
        return try Response.json(ScanHistoryBody(user, history))
    }

    @Sendable private func lifecycle(_ request: Request, context: APIContext) async throws -> Response {
        guard let lifecycle = try await diagnostics.lifecycle(of: try scanID(in: context)) else {
            throw APIError.noSuchScan
        }
        return try Response.json(
            ScanLifecycleBody(lifecycle, isStuck: lifecycle.isStuck(at: clock.now(), lease: lease))
        )
    }

    @Sendable private func debug(_ request: Request, context: APIContext) async throws -> Response {
        let scan = try scanID(in: context)
        let owner = try await diagnostics.lifecycle(of: scan)?.key.user
        guard let resolution = try await service.resolution(of: scan, owner: owner) else { throw APIError.noSuchScan }
        return try Response.json(ScanDebugBody(scan, resolution))
    }

    @Sendable private func clear(_ request: Request, context: APIContext) async throws -> Response {
        let user = try userID(in: context)
        return try Response.json(
            ClearedBody(userId: user.description, entriesDeleted: try await diagnostics.clear(user))
        )
    }

    private func scanID(in context: APIContext) throws -> ScanID {
        guard let scan = context.parameters.get("scan_id").flatMap({ ScanID($0) }) else { throw APIError.noSuchScan }
        return scan
    }

    private func userID(in context: APIContext) throws -> UserID {
        guard let user = context.parameters.get("user_id").flatMap({ UserID($0) }) else {
            throw APIError.invalid([.init(loc: ["path", "user_id"], msg: "must be the id of a user")])
        }
        return user
    }

    /// Returns the `limit` in the query, 10 by default; it is invalid if repeated, or with a sign or leading zeros.
    private func limit(in request: Request) throws -> Int {
        let texts = request.uri.queryParameters[values: "limit"]
        guard let text = texts.first else { return 10 }
        guard texts.count == 1, let limit = Int(text), (1...50).contains(limit), text == "\(limit)" else {
            throw APIError.invalid([.init(loc: ["query", "limit"], msg: "must be one number from 1 to 50")])
        }
        return limit
    }
}
