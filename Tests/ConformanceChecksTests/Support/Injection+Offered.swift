//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

/// A sound history of an API that has keys, cancelling, forgetting and pages.
enum OfferedRun {
    /// The requirements about those.
    static let ids: Set<String> = ["INIT-011", "STAT-012", "STAT-013", "STAT-014", "RES-013"]

    static var history: History {
        let body = #"{"table":"orders"}"#
        var exchanges: [Exchange] = []
        for (name, at) in [("key-1", 1.0), ("key-1", 2.0), ("key-2", 3.0), ("key-2", 3.01)] {
            exchanges.append(
                Exchange.initiate(name, at: at, body: body).with {
                    $0.intent = .repeated
                    $0.job = name
                }
            )
        }
        exchanges += cancelled + forgotten + listed + paged(body)
        var history = History(exchanges)
        history.header.access.offers.formUnion([.idempotency, .cancel, .retention, .pages, .list])
        // What was read first has the lowest number of its read.
        var read: Int?
        for position in history.events.indices {
            switch history.events[position].operation {
            case .results where history.events[position].jobID == "paged": read = history.events[position].id
            case .page: history.events[position].read = read
            default: continue
            }
        }
        return history
    }

    /// A job that is cancelled while it runs, and once more.
    private static var cancelled: [Exchange] {
        let said: [(Event.Operation, Double, JobState?)] = [
            (.status, 5, .scanning), (.cancel, 6, nil), (.status, 7, .scanning), (.status, 8, .cancelled),
            (.cancel, 9, nil), (.status, 10, .cancelled), (.status, 11, .cancelled),
        ]
        return said.map { operation, at, state in
            exchange(operation, .cancelled, "stopped", at: at, state.map { .status(200, $0) } ?? .status(202))
        }
    }

    /// A job that was deleted.
    private static var forgotten: [Exchange] {
        [20.0, 21, 22].flatMap { at in
            [Event.Operation.status, .results].map { exchange($0, .expired, "gone", at: at, .notFound()) }
        }
    }

    /// A job that is in each list.
    private static var listed: [Exchange] {
        [24.0, 25, 26].map { at in
            let parsed = ParsedFields(items: ["gone", "listed"])
            return exchange(.list, .course, "listed", at: at, .answered(Response(status: 200, parsed: parsed)))
        }
    }

    /// A job whose results come in three pages, read twice.
    private static func paged(_ body: String) -> [Exchange] {
        var exchanges = [
            Exchange.initiate("paged", at: 30, body: body).with { $0.job = "paged" },
            Exchange.poll("paged", at: 31, .complete, 14),
        ]
        for read in 0..<2 {
            for page in 0..<3 {
                let items = (0..<3).map { "item \(3 * page + $0)" }
                let parsed = ParsedFields(
                    state: page == 0 ? .complete : nil,
                    listed: page == 0 ? 3 : nil,
                    digest: "page \(page)",
                    items: items
                )
                exchanges.append(
                    exchange(
                        page == 0 ? .results : .page,
                        .course,
                        "paged",
                        at: 40 + Double(4 * read + page),
                        .answered(Response(status: 200, parsed: parsed))
                    )
                )
            }
        }
        return exchanges
    }

    private static func exchange(
        _ operation: Event.Operation,
        _ intent: Event.Intent,
        _ id: String,
        at sent: Double,
        _ outcome: Outcome
    ) -> Exchange {
        Exchange(
            operation: operation,
            intent: intent,
            job: id,
            jobID: id,
            url: Exchange.statusURL(id),
            sent: sent,
            received: sent + 0.02,
            outcome: outcome
        )
    }
}

extension Injection {
    /// Violations of requirements about what the scan API does not have, in ``OfferedRun``.
    static let offered = [
        Injection("the same key begins two jobs", ["INIT-011"]) { history in
            try history.change(at: history.last(.initiate, .repeated)) { $0.jobID = "another" }
        },
        Injection("a cancelled job that completes", ["STAT-012"]) { history in
            try history.change(at: history.last(.status, .cancelled)) { $0.state = .complete }
        },
        Injection("a cancelled job that runs again", ["STAT-012"]) { history in
            try history.change(at: history.last(.status, .cancelled)) { $0.state = .scanning }
        },
        Injection("a second cancelling that is a server error", ["STAT-012"]) { history in
            history.setOutcome(.status(500), at: try history.last(.cancel, .cancelled))
        },
        Injection("a cancelled job that never ends", ["STAT-012"]) { history in
            for position in history.positions(.status, .cancelled) {
                try history.change(at: position) { $0.state = .scanning }
            }
            history.header.plan.jobs.budget = .seconds(4)
        },
        Injection("a deleted job that is found", ["STAT-013"]) { history in
            history.setOutcome(.status(200, .complete), at: try history.last(.status, .expired))
        },
        Injection("a job that is not listed", ["STAT-014"]) { history in
            try history.change(at: history.last(.list, .course)) { $0.items = ["gone"] }
        },
        Injection("a list without anything", ["STAT-014"]) { history in
            let first = try #require(history.positions(.list, .course).first)
            try history.change(at: first) { $0.items = [] }
        },
        Injection("a page that is not found", ["RES-001", "RES-013"]) { history in
            history.setOutcome(.status(404), at: try history.last(.page, .course))
        },
        Injection("an item that comes twice", ["RES-013"]) { history in
            try history.change(at: history.last(.page, .course)) { $0.items = ["item 1", "item 7", "item 8"] }
        },
        Injection("an item that is missing", ["RES-013"]) { history in
            try history.change(at: history.last(.page, .course)) { $0.items = ["item 6"] }
        },
    ]
}

extension History {
    /// The position of the last event with an operation and an intent.
    fileprivate func last(_ operation: Event.Operation, _ intent: Event.Intent) throws -> Int {
        try #require(positions(operation, intent).last)
    }
}
