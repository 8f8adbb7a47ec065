//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import ScanCore
import Strategies

/// The routes for initiation, status, results and user status.
///
/// Source: `Conformance/Contract/api.md#life-of-a-scan`.
struct OpportunityRoutes {
    let service: ScanService
    let clock: ScanClock
    let bodies: AnswerBodies

    func add(to group: RouterGroup<APIContext>) {
        group.route("discover", [.post: discover])
        group.route("status/{scan_id}", [.get: status])
        group.route("results/{scan_id}", [.get: results])
        group.route("user-status", [.get: userStatus])
    }

    @Sendable private func discover(_ request: Request, context: APIContext) async throws -> Response {
        let user = try context.requirePrincipal().user
        let wish = try DiscoverRequest(
            await JSONValue.object(of: request, context: context),
            strategies: service.strategies.map(\.id)
        )
        let body: InitiationBody
        let scan: ScanID
        switch try await service.initiate(wish.filters, forces: wish.forcesRefresh, for: user) {
        case .limited(let delay):
            throw APIError.tooMany(retryAfter: delay)
        case .started(let summary):
            body = InitiationBody(started: summary, estimate: max(1, bodies.remaining(of: summary)))
            scan = summary.key.scan
        case .joined(let summary):
            body = InitiationBody(joined: summary, estimate: max(1, bodies.remaining(of: summary)))
            scan = summary.key.scan
        }
        var response = try Response.json(body)
        response.headers[.location] = ScanLinks.status(scan)
        response.headers[.retryAfter] = "\(ScanLinks.pollingIntervalSeconds)"
        return response
    }

    @Sendable private func status(_ request: Request, context: APIContext) async throws -> Response {
        let user = try context.requirePrincipal().user
        guard let answer = try await service.status(of: try scanID(in: context), for: user) else {
            throw APIError.noSuchScan
        }
        return .json(answer.body)
    }

    @Sendable private func results(_ request: Request, context: APIContext) async throws -> Response {
        let user = try context.requirePrincipal().user
        switch try await service.results(of: try scanID(in: context), for: user) {
        case nil:
            throw APIError.noSuchScan
        case .complete(let results):
            return Response(results, to: request)
        case .unavailable(let answer) where answer.state == .failed:
            return .json(answer.body, status: .conflict)
        case .unavailable(let answer):
            var response = Response.json(answer.body, status: .accepted)
            response.headers[.retryAfter] = "\(ScanLinks.pollingIntervalSeconds)"
            return response
        }
    }

    @Sendable private func userStatus(_ request: Request, context: APIContext) async throws -> Response {
        let user = try context.requirePrincipal().user
        let latest = try await service.latestScan(of: user)
        return try Response.json(UserStatusBody(user: user, latest: latest, at: clock.now()))
    }

    /// Returns the scan id in the path; throws 404 if it is malformed.
    private func scanID(in context: APIContext) throws -> ScanID {
        guard let scan = context.parameters.get("scan_id").flatMap({ ScanID($0) }) else { throw APIError.noSuchScan }
        return scan
    }
}
