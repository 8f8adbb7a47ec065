//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

@testable import ConformanceChecks

/// The order of failures and the causes that their evidence leaves.
@Suite struct ExplanationTests {
    /// Eight jobs of thirty polls, three workers in turn; the closure tells which polls are not found.
    private func explanation(
        isLost: (_ job: Int, _ poll: Int, _ worker: Int) -> Bool
    ) throws -> (root: Explanation.Root, causes: [String]) {
        var exchanges: [Exchange] = []
        for job in 0..<8 {
            let start = Double(job) * 4
            exchanges.append(.initiate("scan_\(job)", at: start, body: #"{"symbols":["\#(job)"]}"#))
            for poll in 0..<30 {
                let worker = (job + poll + 1) % 3
                let sent = start + 0.05 + Double(poll) * 0.1
                exchanges.append(
                    Exchange.poll("scan_\(job)", at: sent, poll < 25 ? .scanning : .complete, poll < 25 ? 7 : 14).with {
                        if isLost(job, poll, worker) { $0.outcome = .notFound() }
                        $0.outcome = $0.outcome.from(worker: "w\(worker)")
                    }
                )
            }
        }
        let explanation = Judge.judge(History(exchanges, groups: [.status, .rates])).explanation
        let root = try #require(explanation.roots.first)
        return (root, explanation.causes[root.id] ?? [])
    }

    /// The causes of PROG-002 after so many polls of a running job at 7 of 14, whose progress is changed.
    private func causesOfProgress(told count: Int, as change: (inout JobProgress) -> Void) -> [String] {
        let polls = (0..<count).map { number in
            Exchange.poll("scan_a", at: 1 + Double(number), .scanning, 7).with {
                $0.outcome.changeResponse { response in
                    guard var progress = response.parsed?.progress else { return }
                    change(&progress)
                    response.parsed?.progress = progress
                }
            }
        }
        let history = History([.initiate("scan_a", at: 0, body: "{}")] + polls, groups: [.progress])
        return Judge.judge(history).explanation.causes["PROG-002"] ?? []
    }

    @Test func `one worker that is right about each job names the memory`() throws {
        let (root, causes) = try explanation { job, _, worker in worker != job % 3 }
        #expect(root.id == "STAT-001")
        #expect(root.followers.contains("STAT-002"))
        #expect(causes == ["the lookup lives in the memory of the worker that took the initiation"])
    }

    @Test func `polls that are not found only at first name the race, and not the memory`() throws {
        let (root, causes) = try explanation { _, poll, _ in poll < 3 }
        #expect(root.id == "STAT-001")
        #expect(causes.first == "the initiation is answered before the scan is registered in the shared store")
        #expect(!causes.contains { $0.contains("memory") })
    }

    /// As long as that job is the only one that is asked about, its age and a moment of the store are the same.
    @Test(arguments: [[4], [4, 5], [7]])
    func `polls of one job that are not found only at first name the race before the store`(jobs: [Int]) throws {
        let (root, causes) = try explanation { job, poll, _ in jobs.contains(job) && poll < 3 }
        #expect(root.id == "STAT-001")
        #expect(causes.first == "the initiation is answered before the scan is registered in the shared store")
        let (later, others) = try explanation { job, poll, _ in jobs.contains(job) && (10..<13).contains(poll) }
        #expect(later.id == "STAT-002")
        #expect(others.first?.hasPrefix("the store being out of reach") == true)
    }

    @Test func `polls that are not found now and then name neither`() throws {
        let (root, causes) = try explanation { job, poll, _ in poll > 3 && (job * 30 + poll) % 11 == 5 }
        #expect(root.id == "STAT-002")
        #expect(causes.first?.hasPrefix("the store being out of reach") == true)
    }

    @Test func `jobs that no poll finds name the lost registration`() throws {
        let (root, causes) = try explanation { job, _, _ in job < 2 }
        #expect(root.id == "STAT-001")
        #expect(causes.first == "the registration is lost and nobody reads it back before the answer")
    }

    @Test func `jobs of which only the first are affected name a worker that was not ready`() throws {
        let (root, causes) = try explanation { job, poll, _ in job < 3 && poll % 2 == 1 }
        #expect(root.id == "STAT-002")
        #expect(causes.first == "a worker answers from its memory until it is connected to the store")
        let (early, others) = try explanation { job, poll, _ in job < 3 && poll % 2 == 0 }
        #expect(early.id == "STAT-001")
        #expect(others.first?.hasPrefix("a worker takes initiations before it is connected to the store") == true)
    }

    /// Requirements that explain each other are put in order by the evidence, as is a refresh (INIT-006) that removes
    /// results; a leak is told before what is merely lost or late.
    @Test func `what explains another requirement is told before it`() {
        let catalogue = Catalogue.builtIn
        let byEvidence: Set = ["INIT-006", "REC-001", "REC-002", "PERF-003"]
        let ranks = Dictionary(uniqueKeysWithValues: RootOrder.order.enumerated().map { ($1, $0) })
        for requirement in catalogue.requirements where !byEvidence.contains(requirement.id) {
            for follower in requirement.explains where catalogue[follower]?.explains.contains(requirement.id) == false {
                let rank = ranks[requirement.id] ?? .max
                #expect(rank < ranks[follower] ?? .max, "\(requirement.id) explains \(follower)")
            }
        }
    }

    @Test func `polls that are not found once a job was complete name its removal`() throws {
        let (root, causes) = try explanation { _, poll, _ in poll > 26 }
        #expect(root.id == "STAT-008")
        #expect(causes.first == "the lookup is removed when the scan completes")
    }

    /// Most jobs are gone before one of them is seen complete if polls are slow.
    @Test func `jobs that are gone for good once another was seen complete name their removal as well`() throws {
        let (root, causes) = try explanation { job, poll, _ in poll > 25 || (poll == 25 && job != 3) }
        #expect(root.id == "STAT-008")
        #expect(causes.first == "the lookup is removed when the scan completes")
        let early = try explanation { job, poll, _ in job == 3 ? poll > 25 : poll > 12 }
        #expect(early.root.id == "STAT-002")
    }

    @Test(arguments: [
        (1, 1, "the only scan failed: “market_unavailable”"), (3, 3, "all 3 scans failed: “market_unavailable”"),
        (1, 2, "the only scan that ended, of 2, failed: “market_unavailable”"),
        (2, 3, "all 2 scans that ended, of 3, failed: “market_unavailable”"),
    ])
    func `jobs that all failed are told in the deployment's own words`(failed: Int, all: Int, words: String) {
        let exchanges = (0..<all).flatMap { job -> [Exchange] in
            let poll = Exchange.poll("scan_\(job)", at: 1 + Double(job), job < failed ? .failed : .scanning, 3).with {
                guard job < failed else { return }
                $0.outcome.changeResponse { $0.body = #"{"status":"failed","error":{"code":"market_unavailable"}}"# }
            }
            return [.initiate("scan_\(job)", at: 0, body: #"{"symbols":["\#(job)"]}"#), poll]
        }
        #expect(Judge.judge(History(exchanges)).explanation.ownWords == words)
    }

    /// One or two small percentages may be those of a job that has hardly begun.
    @Test(arguments: [(2, 0.5), (3, 0.5), (3, 0)])
    func `percentages of 1 at most are named as fractions from three of them on`(count: Int, percentage: Double) {
        let causes = causesOfProgress(told: count) { $0.percentage = percentage }
        #expect(causes.contains("the percentage is told as 0…1 instead of 0…100") == (count == 3 && percentage > 0))
        #expect(!causes.isEmpty)
    }

    /// More done than there is was counted; a percentage off a count that can be right was not made from it.
    @Test(arguments: [
        (7, 55.0, "estimated"), (14, 95, "estimated"), (15, 100, "counted twice"), (nil, 101, "counted twice"),
    ])
    func `a percentage that disagrees with its count names where it comes from`(
        completed: Int?,
        percentage: Double,
        cause: String
    ) {
        let causes = causesOfProgress(told: 3) { ($0.completed, $0.percentage) = (completed, percentage) }
        #expect(causes.first?.contains(cause) == true, "\(causes)")
        #expect(causes.contains { $0.contains("estimated") } == (cause == "estimated"), "\(causes)")
    }

    @Test func `a sign and a text in the evidence speak for a cause alike`() throws {
        let poll = Exchange.poll("scan_a", at: 1, .scanning).with {
            $0.outcome.changeResponse { $0.parsed?.jobID = "b" }
        }
        let history = History([.initiate("scan_a", at: 0, body: "{}"), poll], groups: [.status])
        let failed = Judge.judge(history).rulings.filter { $0.requirement.id == "STAT-006" }
        let evidence = FailureEvidence(failed, of: Observations(history))
        let causes = [
            RequirementTexts.Cause(text: try Template("neither")),
            RequirementTexts.Cause(text: try Template("a sign"), signs: [.noKnownJob]),
            RequirementTexts.Cause(text: try Template("a text"), says: ["scan_a", "poll"]),
            RequirementTexts.Cause(text: try Template("both"), signs: [.noKnownJob], says: ["poll"]),
        ]
        #expect(evidence.ranked(causes, of: "STAT-006") == ["both", "a sign", "a text", "neither"])
    }

    /// An id that the run does not know may be of anybody's job.
    @Test(arguments: [("scan_b", true), ("scan_x", false)])
    func `an answer with the id of another job of the run names what mixes jobs up`(id: String, isKnown: Bool) {
        let exchanges = ["scan_a", "scan_b"].flatMap { job -> [Exchange] in
            let poll = Exchange.poll(job, at: 1, .scanning).with {
                if job == "scan_a" { $0.outcome.changeResponse { $0.parsed?.jobID = id } }
            }
            return [.initiate(job, at: 0, body: #"{"symbols":["\#(job)"]}"#), poll]
        }
        let causes = Judge.judge(History(exchanges, groups: [.status])).explanation.causes["STAT-006"] ?? []
        #expect(causes.contains("the lookup falls back to the user's latest scan") == isKnown, "\(causes)")
    }

    /// A worker that is always behind the other, and behind itself in its last poll; all of its polls shrink.
    @Test(arguments: [(4, false), (5, true)])
    func `workers that rarely contradict themselves serve snapshots of different age`(polls: Int, grow: Bool) {
        let exchanges = (0..<polls).flatMap { number -> [Exchange] in
            let behind = number == polls - 1 ? 1 : 2 + number
            return [("w1", 8), ("w2", behind)].enumerated().map { place, told in
                Exchange.poll("scan_a", at: Double(1 + 2 * number + place), .scanning, told.1).with {
                    $0.outcome = $0.outcome.from(worker: told.0)
                }
            }
        }
        let history = History([.initiate("scan_a", at: 0, body: "{}")] + exchanges, groups: [.progress])
        let causes = Judge.judge(history).explanation.causes["PROG-001"] ?? []
        #expect(
            causes.first
                == (grow
                    ? "workers serve snapshots of different age from their memory"
                    : "two workers run the same scan and overwrite each other")
        )
    }

    /// The results and the progress in an answer about an unknown id, and a flag for those of another job.
    @Test(arguments: [(nil, nil, false), (0, 0, false), (1, 0, true), (0, 1, true)])
    func `an answer about an unknown id tells of another job where it has progress or results`(
        listed: Int?,
        completed: Int?,
        isAnother: Bool
    ) {
        let polls = (0..<3).map { number in
            Exchange.poll("scan_none", at: 1 + Double(number), .scanning).with {
                $0.intent = .unknownID
                $0.outcome.changeResponse {
                    $0.parsed?.jobID = nil
                    $0.parsed?.listed = listed
                    $0.parsed?.progress = completed.map { JobProgress(completed: $0, total: 14) }
                }
            }
        }
        let history = History([.initiate("scan_a", at: 0, body: "{}")] + polls)
        let causes = Judge.judge(history).explanation.causes["STAT-007"] ?? []
        #expect(
            causes == [
                isAnother
                    ? "the lookup falls back to some other scan" : "an unknown id is answered as if it were pending"
            ]
        )
    }

    @Test func `a pass says which share of faults would have shown`() {
        #expect(Missed.remark(90, .firstPolls) == "; a fault in more than 3.3 % of first polls would have shown (95 %)")
        #expect(Missed.remark(1, .firstPolls) == "; a fault in more than 95.0 % of first polls would have shown (95 %)")
        #expect(abs(Missed.atMost(0, of: 90) - Missed.share(examined: 90)) < 1e-9)
    }
}
