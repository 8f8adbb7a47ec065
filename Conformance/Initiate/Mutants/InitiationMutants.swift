//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import NIOCore
import ScanCore
import ScanHTTP
import ScanServer
import Synchronization

extension Mutant {
    /// The poll address in the response leads nowhere.
    static let pollAddressBroken = Mutant(
        name: "poll-address-broken",
        summary: "The poll address in the initiation's answer leads nowhere.",
        violates: ["INIT-003"],
        seams: .answers(to: .discover) { answer, _ in
            guard let address = answer.json["poll_url"] as? String else { return }
            answer.json["poll_url"] = address.replacing("/status/", with: "/state/")
        }
    )

    /// A request without any filter is rejected.
    static let emptyObjectRefused = Mutant(
        name: "empty-object-refused",
        summary: "An initiation with the body {} is answered 422.",
        violates: ["INIT-004"],
        consequences: ["RATE-004"],
        seams: ServerSeams(answers: [EmptyObjectRefused()])
    )

    /// The response does not echo the filters, although they are applied.
    static let filtersNotEchoed = Mutant(
        name: "filters-not-echoed",
        summary: "The initiation's answer echoes no symbols.",
        violates: ["INIT-008"],
        seams: .answers(to: .discover) { answer, _ in answer.change("filters") { $0["symbols"] = [String]() } }
    )

    /// The response lacks the headers for polling.
    static let headersMissing = Mutant(
        name: "initiation-headers-missing",
        summary: "The initiation's answer has neither Location nor Retry-After.",
        violates: ["INIT-009"],
        seams: .answers(to: .discover) { answer, _ in
            guard answer.status == .ok else { return }
            answer.headers[.location] = nil
            answer.headers[.retryAfter] = nil
        }
    )

    /// Scan ids are not unique.
    static let idsRepeat: Mutant = {
        let ids = RepeatedID()
        return Mutant(
            name: "ids-repeat",
            summary: "A worker gives every second scan the id of the one before.",
            violates: ["INIT-002"],
            consequences: [
                "INIT-008", "STAT-004", "STAT-011", "STAT-005", "STAT-006", "STAT-010", "PROG-001", "PROG-002",
                "PROG-003", "PROG-008", "PROG-004", "PROG-005", "PROG-007", "RES-003", "RES-004", "RES-005", "RES-011",
                "ERR-009",
            ] + consequencesOfNotFound + consequencesOfNoResults,
            seams: ServerSeams(makeID: { ids.next() })
        )
    }()
}

/// A generator that returns each id twice.
private final class RepeatedID: Sendable {
    private let last = Mutex<ScanID?>(nil)

    func next() -> ScanID {
        self.last.withLock { last in
            if let id = last {
                last = nil
                return id
            }
            let id = ServerSeams.randomID()
            last = id
            return id
        }
    }
}

/// A middleware that rejects an empty JSON object as the body.
private struct EmptyObjectRefused: RouterMiddleware {
    typealias Context = APIContext

    func handle(
        _ request: Request,
        context: APIContext,
        next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard APICall(of: request) == .discover, request.method == .post else {
            return try await next(request, context)
        }
        var request = request
        let body = try await request.collectBody(upTo: 16 << 20)
        let response = try await next(request, context)
        guard response.status == .ok, String(buffer: body).filter({ !$0.isWhitespace }) == "{}" else { return response }
        var answer = try await Answer(response)
        answer.fail(.unprocessableContent, "invalid_request", "The body needs at least one filter.")
        return try answer.response()
    }
}
