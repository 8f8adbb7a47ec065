//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    /// Replaces the status of the last response to a probe.
    private static func answered(
        _ operation: Event.Operation,
        _ intent: Event.Intent,
        _ status: Int,
        _ violates: Set<String>
    ) -> Injection {
        Injection("\(intent.rawValue) answered \(status)", violates) { history in
            let positions = history.positions(operation, intent) { $0.outcome.response?.parsed != nil }
            let position = try #require(positions.last)
            try history.spoil(position) { $0.status = status }
        }
    }

    /// Replaces a body.
    private static func body(_ text: String) -> Injection {
        Injection("an error that says \(text)", ["ERR-007"]) { history in
            try history.spoil(try #require(history.positions(.initiate, .wrongType).first)) {
                $0.body = text
                $0.bodyBytes = text.utf8.count
                $0.parsed = nil
            }
        }
    }

    static let errors: [Injection] = [
        .answered(.initiate, .malformedJSON, 404, ["ERR-001"]), .answered(.initiate, .wrongType, 400, ["ERR-002"]),
        .answered(.initiate, .wrongMediaType, 400, ["ERR-003"]), .answered(.initiate, .oversizedBody, 422, ["ERR-004"]),
        .answered(.status, .wrongMethod, 404, ["ERR-005"]), .answered(.other, .unknownPath, 400, ["ERR-006"]),
        .answered(.initiate, .wrongType, 500, ["ERR-008"]), .answered(.status, .hostileID, 500, ["ERR-008"]),
        .body("<html><h1>Unprocessable</h1></html>"), .body("Unprocessable"), .body(""),
        .body(#"{"message":"cannot reach redis"}"#), .body(#"{"message":"10.0.3.17:9000 refused"}"#),
        .body(#"{"message":"object at 0x7f8a2c001f30"}"#), .body(#"{"message":"no opportunity_scan_lookup:x"}"#),
        .body(#"{"message":"Traceback (most recent call last)"}"#), .body(#"{"message":"App.swift:12 failed"}"#),
        Injection("a 405 without Allow", ["ERR-005"]) { history in
            try history.spoil(try #require(history.positions(.status, .wrongMethod).first)) {
                $0.headers["allow"] = nil
            }
        },
        Injection("a limit that one more passes", ["ERR-009"]) { history in
            let position = try #require(history.positions(.initiate, .burst).last)
            try history.spoil(position) {
                $0.status = 200
                $0.parsed = ParsedFields(state: .initiated, jobID: "scan_one_more")
            }
        },
        Injection("a limit that does not say when to come back", ["ERR-009"]) { history in
            let position = try #require(history.positions(.initiate, .burst).last)
            try history.spoil(position) { $0.headers["retry-after"] = nil }
        },
        Injection("a scan that is refused after bad input", ["ERR-010"]) { history in
            try history.spoil(try #require(history.positions(.initiate, .afterErrors).first)) {
                $0.status = 422
                $0.parsed = nil
            }
        },
        Injection("results that fail after bad input", ["ERR-010"]) { history in
            try history.spoil(try #require(history.positions(.results) { $0.job == "after-errors" }.first)) {
                $0.status = 500
            }
        },
        Injection("results that fail twice after bad input, for which one piece of evidence is enough", ["ERR-010"]) {
            history in
            for position in history.positions(.results, where: { $0.job == "after-errors" }).prefix(2) {
                try history.spoil(position) { $0.status = 500 }
            }
        },
    ]
}
