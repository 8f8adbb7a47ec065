//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    static let isolation = [
        Injection("another user's scan that is found", ["ISO-001", "ISO-002"]) { history in
            let position = try #require(history.positions(.status, .foreignID).last)
            history.setOutcome(.status(200, .scanning), at: position)
        },
        Injection("another user's results that are delivered", ["ISO-001", "ISO-002"]) { history in
            let position = try #require(history.positions(.results, .foreignID).last)
            let parsed = ParsedFields(state: .complete, total: 1, listed: 1, digest: "private")
            history.setOutcome(.answered(Response(status: 200, parsed: parsed)), at: position)
        },
        Injection("another user's scan that is forbidden", ["ISO-002"]) { history in
            history.setOutcome(.status(403), at: try #require(history.positions(.status, .foreignID).last))
        },
        Injection("another user's scan in other words", ["ISO-002"]) { history in
            let position = try #require(history.positions(.results, .foreignID).last)
            let body =
                #"{"success":false,"status":"not_found","message":"Not yours.","request_id":"5f0c1000a1b2c3d4e5f6"}"#
            let parsed = ParsedFields(state: .notFound, stateWord: "not_found")
            history.setOutcome(.answered(Response(status: 404, body: body, parsed: parsed)), at: position)
        },
        Injection("an unsigned token that is accepted", ["ISO-003"]) { history in
            history.setOutcome(
                .status(200, .scanning),
                at: try #require(history.positions(.status, .unsignedToken).last)
            )
        },
        Injection("a request without a token that is not found", ["ISO-003"]) { history in
            history.setOutcome(.notFound(), at: try #require(history.positions(.results, .noToken).last))
        },
        Injection("diagnostics that a user's token opens", ["ISO-004"]) { history in
            history.setOutcome(.status(200), at: try #require(history.positions(.diagnostics, .userToken).first))
        },
        Injection("a pattern that finds a scan", ["ISO-005"]) { history in
            let position = try #require(history.positions(.status, .hostileID) { $0.jobID == "*" }.first)
            history.setOutcome(.status(200, .scanning), at: position)
        },
        Injection("a pattern whose results are listed", ["ISO-005"]) { history in
            let position = try #require(history.positions(.results, .hostileID).first)
            let parsed = ParsedFields(state: .complete, total: 1, listed: 1, digest: "anybody's")
            history.setOutcome(.answered(Response(status: 200, parsed: parsed)), at: position)
        },
        Injection("a path that leads to a list of scans", ["ISO-005"]) { history in
            let position = try #require(history.positions(.status, .hostileID).last)
            let body = #"{"scans":["\#(history.firstScan)"]}"#
            history.setOutcome(.answered(Response(status: 200, body: body, parsed: ParsedFields())), at: position)
        },
    ]
}
