//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The order in which failed requirements are told: what explains others first.
///
/// The order is fixed, but for failures that explain each other. Those are put in order by the evidence.
struct RootOrder {
    private let evidence: FailureEvidence

    init(_ evidence: FailureEvidence) {
        self.evidence = evidence
    }

    /// The ids in the order of explanation; those that are not named here follow in the order given.
    static let order = [
        "INIT-002", "TTL-001", "TTL-003", "TTL-004", "TTL-002", "TTL-005",
        "REC-004", "REC-005", "REC-009", "REC-008", "REC-007", "REC-006", "REC-001", "REC-002", "REC-003",
        "STAT-007", "ISO-001", "ISO-003", "ISO-005", "ISO-004", "ISO-002",
        "STAT-003", "STAT-006", "STAT-001", "STAT-008", "STAT-002", "STAT-013", "STAT-012", "STAT-014", "STAT-004",
        "STAT-005",
        "RATE-006", "PROG-006", "PROG-002", "PROG-004", "PROG-003", "PROG-001",
        "RES-009", "RES-012", "RES-013", "RES-002", "RES-001", "RES-003", "RES-004", "RES-010", "RES-005", "RES-006",
        "RES-007", "RES-008", "RES-011", "PROG-008", "PROG-007", "PROG-005", "STAT-011", "STAT-010", "STAT-009",
        "ERR-010", "INIT-001", "INIT-010", "INIT-003", "INIT-004", "INIT-008", "INIT-011", "INIT-005", "INIT-007",
        "INIT-006",
        "PERF-003", "PERF-001", "PERF-002",
        "RATE-004", "RATE-003", "RATE-005", "RATE-001", "RATE-002",
    ]
    private static let ranks = Dictionary(uniqueKeysWithValues: order.enumerated().map { ($1, $0) })

    /// Puts failed requirements in order.
    func ranked(_ ids: [String]) -> [String] {
        let promoted = self.promoted(Set(ids))
        // Where whole reads fail, too, pages are no more than a part of that.
        let isPageFirst = ids.contains("RES-013") && areOnlyPagesMissing
        func rank(_ place: Int) -> (Int, Int, Int) {
            let id = ids[place]
            let rank = Self.ranks[id == "RES-013" && !isPageFirst ? "RES-001" : id]
            return (promoted.firstIndex(of: id) ?? promoted.count, rank ?? Self.order.count, place)
        }
        return ids.indices.sorted { rank($0) < rank($1) }.map { ids[$0] }
    }

    /// The requirements that the evidence puts before all others.
    private func promoted(_ failed: Set<String>) -> [String] {
        let observations = evidence.observations
        // Without any job there is nothing else to tell.
        if observations.initiationFailed { return ["INIT-001", "INIT-004", "RATE-004"].filter(failed.contains) }
        if failed.contains("INIT-002") { return ["INIT-002"] }
        if isAfterRefresh, failed.contains("INIT-006") { return ["INIT-006"] }
        var first: [String] = []
        if !failed.isDisjoint(with: Self.notFound), isBeforeFaults {
            switch evidence.notFound.sign {
            case .afterCompletion: first = ["STAT-008"]
            case .scattered, .oneWorkerWrong: first = ["STAT-002"]
            case .early, .oneWorkerRight, .lost, .atTheStart: first = ["STAT-001", "STAT-002"]
            default: first = isMostlyEarly && mayBeUnregistered ? ["STAT-001"] : ["STAT-002"]
            }
            // A leak is told before what is merely lost.
            first = Self.leaks.filter(failed.contains) + first + ["STAT-001", "STAT-008", "STAT-002"]
        }
        if failed.contains("INIT-005"), failed.contains("INIT-007"), !areAllJoinsWrong { first.append("INIT-007") }
        if failed.isSuperset(of: ["PERF-001", "PERF-002"]), areReadsSlower { first.append("PERF-002") }
        let before = Self.beforeLost.filter(failed.contains)
        return first.contains(where: Self.notFound.contains)
            ? before + first.filter(failed.contains) : first.filter(failed.contains)
    }

    private static let notFound: Set<String> = ["STAT-001", "STAT-002", "STAT-008"]
    private static let leaks = ["REC-004", "STAT-007", "ISO-001", "ISO-003", "ISO-005", "ISO-004"]
    private static let beforeLost = ["TTL-001", "TTL-003", "TTL-004", "STAT-003", "STAT-006"]

    /// True if every poll that was not found is about a job whose filters had been initiated anew before.
    private var isAfterRefresh: Bool {
        let observations = evidence.observations
        let jobs = observations.jobs.filter { job in job.polls.contains { $0.reading == .notFound } }
        guard !jobs.isEmpty else { return false }
        let refreshes = observations.initiations.filter { $0.intent != .joins && $0.intent != .twin }
        return jobs.allSatisfy { job in
            guard let first = job.polls.first(where: { $0.reading == .notFound }) else { return true }
            let body = observations.event(job.announcements[0].position).requestBody
            let asked = observations.filters(of: body)
            return job.firstComplete.map { $0.received < first.sent } ?? false
                && refreshes.contains { refresh in
                    refresh.sent > job.acknowledged && refresh.sent < first.received
                        && observations.filters(of: observations.event(refresh.position).requestBody) == asked
                }
        } && jobs.count < observations.jobs.count { $0.firstComplete != nil }
    }

    /// True if something was not found before the run did any harm.
    private var isBeforeFaults: Bool {
        let began = evidence.observations.history.faults.map(\.began).min() ?? .max
        return evidence.notFound.first < began
    }

    /// True unless the polls that were not found exclude all that may be wrong with a registration.
    private var mayBeUnregistered: Bool {
        !evidence.notFound.unknown.isDisjoint(with: [.early, .oneWorkerRight, .lost, .atTheStart])
    }

    /// True if half of the polls that were not found came before their job had been found.
    private var isMostlyEarly: Bool {
        var (early, all) = (0, 0)
        for job in evidence.observations.jobs {
            for poll in job.polls where poll.reading == .notFound {
                all += 1
                early += poll.sent <= job.firstFound ? 1 : 0
            }
        }
        return early * 2 >= all
    }

    /// True if every read of a complete job that failed had its first page.
    private var areOnlyPagesMissing: Bool {
        evidence.observations.jobs.allSatisfy { job in
            job.readsAfterCompletion.allSatisfy { read in
                read.isSuccess || evidence.observations.event(read.position).operation == .page
            }
        }
    }

    private var areAllJoinsWrong: Bool {
        guard let summary = evidence.failed["INIT-005"]?.finding.summary else { return false }
        let words = summary.split(separator: " ").prefix(3)
        return words.count == 3 && words[0] == words[2]
    }

    /// True if more reads than polls were slow by themselves, not for the answer that they had to wait for.
    private var areReadsSlower: Bool {
        let slow = Duration.seconds(1)
        var (polls, reads) = (0, 0)
        for job in evidence.observations.jobs {
            for poll in job.polls where poll.received - poll.sent > slow { polls += 1 }
            for read in job.reads where read.received - read.sent > slow { reads += 1 }
        }
        return reads > polls
    }
}

extension Observations {
    /// The filters of a body, without what only asks for a new job.
    fileprivate func filters(of body: String?) -> AskedFilters? {
        body.flatMap(JSONValue.init(parsing:))?.object.map { AskedFilters($0) }
    }
}
