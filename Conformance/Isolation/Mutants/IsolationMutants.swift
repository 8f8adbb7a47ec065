//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import HTTPTypes
import Hummingbird
import ScanCore
import ScanHTTP
import ScanServer
import Synchronization

extension Mutant {
    /// The in-memory cache of a worker is read without a check of the owner.
    ///
    /// Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let memoryIgnoresOwner = Mutant(
        name: "memory-ignores-owner",
        summary: "A worker that has met a scan shows it to whoever knows its id.",
        violates: ["ISO-001", "ISO-002"],
        cause: "the owner is checked on the path through the store but not on the path through a worker's memory",
        seams: ServerSeams(resolver: { base, _ in MemoryIgnoresOwnerResolver(base: base) })
    )

    /// A foreign scan gets 403 instead of 404, which reveals that it exists.
    static let foreignScanForbidden: Mutant = {
        let owners = Owners()
        return Mutant(
            name: "foreign-scan-forbidden",
            summary: "Another user's scan is answered 403, an unknown one 404.",
            violates: ["ISO-002"],
            seams: .answers(to: .status, .results) { answer, request in
                let caller = request.bearerToken ?? ""
                if answer.status == .ok {
                    owners.remember(request.scanInPath, of: caller)
                } else if answer.status == .notFound, owners.isForeign(request.scanInPath, to: caller) {
                    answer.fail(.forbidden, "forbidden", "This scan is not yours.")
                }
            }
        )
    }()

    /// The authentication is missing on one route.
    static let statusWithoutAuthentication = Mutant(
        name: "status-without-authentication",
        summary: "The status of a scan needs no token.",
        violates: ["ISO-003"],
        seams: ServerSeams(authentication: { OpenStatus(base: $0, store: $1) })
    )

    /// The algorithm in a token's header is trusted, even `none`.
    static let unsignedTokenAccepted = Mutant(
        name: "unsigned-token-accepted",
        summary: "A token with alg none is believed.",
        violates: ["ISO-003"],
        cause: "`alg: none` is accepted",
        seams: ServerSeams(authentication: { base, _ in UnsignedTokens(base: base) })
    )

    /// Every user has access to the diagnostics.
    static let diagnosticsOpenToUsers = Mutant(
        name: "diagnostics-open-to-users",
        summary: "A user's token opens the diagnostics.",
        violates: ["ISO-004"],
        needs: [.access(.admin)],
        seams: ServerSeams(authentication: { base, _ in EverybodyAdministrates(base: base) })
    )

    /// The scan id is used in a glob pattern without escaping.
    static let globInIDMatches: Mutant = {
        let owners = Owners()
        return Mutant(
            name: "glob-in-id-matches",
            summary: "An asterisk or a bracket in an id stands for the caller's latest scan.",
            violates: ["ISO-005"],
            seams: ServerSeams(answers: [GlobInID(owners: owners)])
        )
    }()
}

/// A resolver that reads its cache without a check of the owner.
private final class MemoryIgnoresOwnerResolver: ScanResolving {
    private let base: any ScanResolving
    private let memory = Mutex<[ScanID: CacheKey]>([:])

    init(base: any ScanResolving) {
        self.base = base
    }

    func resolve(_ scan: ScanID, for user: UserID) async throws(StoreError) -> CacheKey? {
        if let key = memory.withLock({ $0[scan] }) { return key }
        guard let key = try await base.resolve(scan, for: user) else { return nil }
        memory.withLock { $0[scan] = key }
        return key
    }
}

/// The callers' tokens by scan, recorded from successful responses.
private final class Owners: Sendable {
    private let callers = Mutex<[String: String]>([:])

    func remember(_ scan: String, of caller: String) { callers.withLock { $0[scan] = caller } }

    func isForeign(_ scan: String, to caller: String) -> Bool {
        callers.withLock { $0[scan].map { $0 != caller } ?? false }
    }

    func scan(of caller: String) -> String? { callers.withLock { $0.first { $0.value == caller }?.key } }
}

/// An authentication that lets anyone read the status of every scan, as its owner.
private struct OpenStatus: Authenticating {
    let base: any Authenticating
    let store: any ScanStore

    func principal(of request: Request) async -> Principal? {
        if let principal = await base.principal(of: request) { return principal }
        guard APICall(of: request) == .status, let scan = ScanID(request.scanInPath) else { return nil }
        return try? await store.lookup(scan).primary.map { Principal(user: $0.user, role: .user) }
    }
}

/// An authentication that accepts unsigned tokens.
private struct UnsignedTokens: Authenticating {
    private struct Header: Decodable {
        let alg: String
    }

    private struct Claims: Decodable {
        let sub: String
    }

    let base: any Authenticating

    func principal(of request: Request) async -> Principal? {
        if let principal = await base.principal(of: request) { return principal }
        let parts = request.bearerToken?.split(separator: ".", omittingEmptySubsequences: false) ?? []
        guard parts.count == 3, let header: Header = Self.decode(parts[0]), header.alg.lowercased() == "none",
            let claims: Claims = Self.decode(parts[1]), let user = UserID(claims.sub)
        else { return nil }
        return Principal(user: user, role: .user)
    }

    private static func decode<Part: Decodable>(_ part: Substring) -> Part? {
        var text = String(part).replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text).flatMap { try? JSONDecoder().decode(Part.self, from: $0) }
    }
}

/// An authentication that treats every user as an administrator for the diagnostics.
private struct EverybodyAdministrates: Authenticating {
    let base: any Authenticating

    func principal(of request: Request) async -> Principal? {
        guard let principal = await base.principal(of: request) else { return nil }
        return APICall(of: request) == .diagnostics ? Principal(user: principal.user, role: .admin) : principal
    }
}

/// A middleware that redirects a request with a glob pattern as its id to a scan of the caller.
private struct GlobInID: RouterMiddleware {
    typealias Context = APIContext

    let owners: Owners

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard [.status, .results].contains(APICall(of: request)) else { return try await next(request, context) }
        let caller = request.bearerToken ?? ""
        let id = request.scanInPath.removingPercentEncoding ?? ""
        guard id.contains("*") || id.contains("["), let scan = owners.scan(of: caller) else {
            let response = try await next(request, context)
            if response.status == .ok { owners.remember(id, of: caller) }
            return response
        }
        var head = request.head
        head.path = request.uri.path.replacing(request.scanInPath, with: scan)
        return try await next(Request(head: head, body: request.body), context)
    }
}
