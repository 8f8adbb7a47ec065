//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

extension Injection {
    static let initiate = [
        Injection("an initiation that takes 2.5 s", ["INIT-001"]) { history in
            let position = try #require(history.positions(.initiate).first)
            history.events[position].sent = history.events[position].received - .milliseconds(2500)
        },
        Injection("an id that is handed out for other filters", ["INIT-002"]) { history in
            let id = history.firstScan
            try history.change(at: try history.lastInitiation()) {
                $0.jobID = id
                $0.state = .scanning
            }
        },
        Injection("an id that is handed out to another user", ["INIT-002"]) { history in
            let id = history.firstScan
            let position = try history.lastInitiation()
            history.events[position].user = .second
            history.events[position].requestBody = "{}"
            try history.change(at: position) {
                $0.jobID = id
                $0.state = .scanning
            }
        },
        Injection("an answer without a poll address", ["INIT-003"]) { history in
            try history.change(at: try #require(history.positions(.initiate).first)) { $0.pollURL = nil }
        },
        Injection("a poll address that leads nowhere", ["INIT-003"]) { history in
            let position = try #require(history.positions(.status, .followsLink).first)
            history.events[position].url = "http://127.0.0.1:8080/status/\(history.firstScan)"
            history.setOutcome(.status(404, .notFound), at: position)
        },
        Injection("an empty object that is refused", ["INIT-004"]) { history in
            let position = try #require(history.positions(.initiate) { $0.requestBody == "{}" }.first)
            history.setOutcome(.status(422), at: position)
        },
        Injection("a running scan that is started a second time", ["INIT-005"]) { history in
            let position = try #require(history.positions(.initiate, .joins).first)
            try history.change(at: position) { $0.jobID = "scan_started_again" }
        },
        Injection("a refresh that is answered with the old scan", ["INIT-006"]) { history in
            let position = try #require(history.positions(.initiate, .refreshes).first)
            let old = history.events[position].jobID
            try history.change(at: position) {
                $0.jobID = old
                $0.state = .complete
            }
        },
        Injection("a refresh whose new scan has the old one's id", ["INIT-002", "INIT-006"]) { history in
            let position = try #require(history.positions(.initiate, .refreshes).first)
            let old = history.events[position].jobID
            try history.change(at: position) { $0.jobID = old }
        },
        Injection("an old scan that is lost when it is refreshed", ["INIT-006", "STAT-002", "STAT-008"]) { history in
            let position = try #require(history.positions(.status) { $0.jobID == SoundRun.oldScan }.last)
            history.setOutcome(.notFound(), at: position)
        },
        Injection("old results that are lost when the scan is refreshed", ["INIT-006", "RES-001"]) { history in
            let position = try #require(history.positions(.results) { $0.jobID == SoundRun.oldScan }.last)
            history.setOutcome(.notFound(), at: position)
        },
        Injection("twins that are two scans", ["INIT-007"]) { history in
            let position = try #require(history.positions(.initiate, .twin).last)
            try history.change(at: position) { $0.jobID = "scan_of_the_other_twin" }
        },
        Injection("filters that are not echoed", ["INIT-008"]) { history in
            let position = try #require(history.positions(.initiate) { $0.job == "scan-2" }.first)
            try history.changeBody(at: position) { $0.set("filters", to: nil) }
        },
        Injection("a filter that is dropped without a word", ["INIT-008"]) { history in
            let position = try #require(history.positions(.initiate) { $0.job == "scan-3" }.first)
            try history.changeBody(at: position) { $0.set("filters", "symbols", to: .array([.string("ETH/USDT")])) }
        },
        Injection("a bound that is echoed as another one", ["INIT-008"]) { history in
            let position = try #require(history.positions(.initiate) { $0.job == "scan-5" }.first)
            try history.changeBody(at: position) { $0.set("filters", "max_required_capital", to: .number("5")) }
        },
        Injection("an answer without Location", ["INIT-009"]) { history in
            try history.changeAnswer(at: try #require(history.positions(.initiate).first)) {
                $0.headers["location"] = nil
            }
        },
        Injection("a Location that leads elsewhere", ["INIT-009"]) { history in
            try history.changeAnswer(at: try #require(history.positions(.initiate, .joins).first)) {
                $0.headers["location"] = "/api/v1/opportunities"
            }
        },
        Injection("a Retry-After that is no time", ["INIT-009"]) { history in
            try history.changeAnswer(at: try #require(history.positions(.initiate).last)) {
                $0.headers["retry-after"] = "soon"
            }
        },
        Injection("a poll address of a host inside", ["INIT-003", "INIT-010"]) { history in
            let position = try #require(history.positions(.status, .followsLink).first)
            history.events[position].url = "http://10.240.0.17:8080/api/v1/opportunities/status/x"
            history.setOutcome(.failure(.foreignOrigin), at: position)
        },
    ]
}
