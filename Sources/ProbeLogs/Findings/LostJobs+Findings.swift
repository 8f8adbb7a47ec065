//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension LostJobs {
    /// The findings about jobs that were not found.
    func findings(workers: [String]) -> [LogReport.Finding] {
        var findings = Reason.allCases.compactMap { reason in groups[reason].map { finding(reason, $0, workers) } }
        if unfinished.jobs > 0 {
            findings.append(
                finding(
                    "scans-unfinished",
                    unfinished,
                    "Scans that ran when a worker ended never came to their end",
                    rank: 95,
                    detail:
                        "\(Self.count(unfinished.jobs)) ran on for several times the usual duration and \(unfinished.jobs == 1 ? "was" : "were") not finished.",
                    cause:
                        "a worker ended with its scans, and no other one takes them over - they live in its memory, or were not handed back",
                    workers
                )
            )
        }
        return findings
    }

    private func finding(_ reason: Reason, _ group: Group, _ workers: [String]) -> LogReport.Finding {
        let counts = "\(Self.count(group.jobs)), \(group.misses) polls"
        let age = Self.median(group.ages).map(Self.seconds)
        let afterEnd = Self.median(group.afterEnds).map(Self.seconds)
        let missers = Self.names(group.missers, workers)
        switch reason {
        case .unknown:
            return finding(
                "ids-unknown",
                group,
                "Ids that were asked for and never found",
                isWrong: false,
                rank: 10,
                detail: "\(counts): no line shows any of them alive; `--history` tells which of them were handed out.",
                cause: "clients ask for ids that are made up, of another deployment, or older than these logs",
                workers
            )
        case .foreign:
            return finding(
                "scans-of-others",
                group,
                "Scans were asked for by users who have none, or until their keys were restored",
                isWrong: false,
                rank: 8,
                detail: "\(counts).",
                cause: "another user asks for the id, which is not found as it should be",
                workers
            )
        case .neverFound:
            return finding(
                "scans-never-found",
                group,
                "Scans whose id was handed out were never found",
                rank: 96,
                detail: "\(counts).",
                cause:
                    "the registration is lost and nobody reads it back before the answer, or it goes to another store",
                workers
            )
        case .late:
            return finding(
                "scans-found-late",
                group,
                "Scans are found only some time after they were begun",
                rank: 97,
                detail: "\(counts); not found by \(missers) at first, and found later.",
                cause:
                    "the initiation is answered before the scan is registered in the shared store, or reads go to a replica that lags",
                workers
            )
        case .split:
            let keys =
                group.withKey > 0
                ? " The lookup key was in the store for \(group.withKey) of them: those workers did not ask it." : ""
            return finding(
                "scans-found-by-some-workers",
                group,
                "Scans are found by some workers and never by others",
                rank: 98,
                detail: "\(counts); never found by \(missers).\(keys)",
                cause:
                    "the lookup lives in the memory of the worker that took the initiation, or some workers use another store",
                workers
            )
        case .outage:
            return finding(
                "scans-lost-with-store",
                group,
                "Scans were not found while Redis was away, or from then on",
                rank: 99,
                detail: "\(counts), from the time at which Redis was away.",
                cause:
                    "Redis lost its data with the restart, the workers no longer look for what was there before, or an error of Redis is answered as not_found instead of 503",
                workers
            )
        case .ending:
            return finding(
                "scans-lost-with-worker",
                group,
                "Scans were no longer found after a worker had ended",
                rank: 96,
                detail: "\(counts).",
                cause: "the scans lived in the memory of that worker",
                workers
            )
        case .atEnd:
            return finding(
                "scans-lost-at-end",
                group,
                "Scans are no longer found once they are complete",
                rank: 97,
                detail:
                    "\(counts); not found from \(afterEnd ?? "?") after their end on (median), although they are to be kept for \(Self.seconds(lifetime)).",
                cause:
                    "the lookup or the entry is removed when the scan completes, or gets a lifetime that is much too short",
                workers
            )
        case .expired:
            return finding(
                "scans-expired",
                group,
                "Scans were asked for after their time",
                isWrong: false,
                rank: 9,
                detail: "\(counts); age \(age ?? "?") (median).",
                cause: "clients come back after the lifetime of the results",
                workers
            )
        case .early:
            return finding(
                "scans-expire-early",
                group,
                "Scans expire before their time",
                rank: 97,
                detail:
                    "\(counts), all at an age of about \(age ?? "?"), although they are to be kept for \(Self.seconds(lifetime)) after their end.",
                cause:
                    "lookup keys get a shorter lifetime than their entry, or are not renewed when the entry is written",
                workers
            )
        case .flapping:
            return finding(
                "scans-found-on-and-off",
                group,
                "Scans are found by one poll and not by the next",
                rank: 95,
                detail: "\(counts); not found by \(missers).",
                cause:
                    "reads go to a replica that lags, errors of the store are answered as not_found, or a worker answers from memory that is out of date",
                workers
            )
        case .gone:
            return finding(
                "scans-gone",
                group,
                "Scans are not found because their lookup keys are gone",
                rank: 98,
                detail: "\(counts)" + (age.map { "; age \($0) (median)" } ?? "") + "." + keysGone(group),
                cause:
                    "their lookup keys were deleted or evicted, and the direct search is missing or does not find them",
                workers
            )
        }
    }

    private func keysGone(_ group: Group) -> String {
        group.withoutKey > 0 ? " The lookup key was absent for \(group.withoutKey) of them." : ""
    }

    private func finding(
        _ id: String,
        _ group: Group,
        _ title: String,
        isWrong: Bool = true,
        rank: Int,
        detail: String,
        cause: String,
        _ workers: [String]
    ) -> LogReport.Finding {
        LogReport.Finding(
            id: id,
            title: title,
            isWrong: isWrong,
            count: group.jobs,
            unit: "scans",
            first: group.first.map(LogTime.text),
            last: group.last.map(LogTime.text),
            detail: detail,
            cause: cause,
            byWorker: [:],
            timeline: [],
            examples: group.examples,
            rank: rank
        )
    }

    static func count(_ jobs: Int) -> String { jobs == 1 ? "1 scan" : "\(jobs) scans" }

    static func median(_ values: [Int64]) -> Int64? {
        values.isEmpty ? nil : values.sorted()[values.count / 2]
    }

    static func seconds(_ micros: Int64) -> String {
        let tenths = (micros + 50_000) / 100_000
        return "\(tenths / 10).\(abs(tenths % 10)) s"
    }

    static func names(_ bits: UInt64, _ workers: [String]) -> String {
        let names = workers.indices.filter { $0 < 64 && bits & (1 << UInt64($0)) != 0 }.map { workers[$0] }.sorted()
        guard !names.isEmpty else { return "unnamed workers" }
        let shown = names.prefix(8).map(LineDescription.safe).joined(separator: ", ")
        return "worker \(shown)\(names.count > 8 ? " and \(names.count - 8) more" : "")"
    }
}
