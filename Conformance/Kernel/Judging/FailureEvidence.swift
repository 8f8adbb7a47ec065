//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The failures of a judgement and what their evidence shows.
struct FailureEvidence {
    /// The failed requirements by their ids.
    let failed: [String: Judgement.Ruling]
    /// The polls that were not found.
    let notFound: NotFoundPattern
    let observations: Observations

    init(_ failed: [Judgement.Ruling], of observations: Observations) {
        self.failed = Dictionary(failed.map { ($0.requirement.id, $0) }) { first, _ in first }
        self.observations = observations
        notFound = NotFoundPattern(observations)
    }

    /// Orders the causes of a failed requirement: what the evidence shows first, without what it excludes.
    func ranked(_ causes: [RequirementTexts.Cause], of id: String) -> [String] {
        guard let ruling = failed[id] else { return [] }
        let (holds, unknown) = signs(of: ruling)
        let kept = causes.indices.compactMap { index -> (rank: Int, index: Int)? in
            let cause = causes[index]
            if let says = cause.says, !says.contains(where: { says in self.says(says, ruling) }) { return nil }
            guard cause.signs.isSubset(of: holds.union(unknown)) else { return nil }
            return (cause.signs.intersection(holds).count + (cause.says == nil ? 0 : 1), index)
        }
        return kept.sorted { ($1.rank, $0.index) < ($0.rank, $1.index) }
            .map { causes[$0.index].text.rendered(in: observations.vocabulary) }
    }

    /// True if a text stands in the summary or in the evidence of a failure.
    private func says(_ text: String, _ ruling: Judgement.Ruling) -> Bool {
        ruling.finding.summary.contains(text) || ruling.verdict.evidence.contains { $0.note.contains(text) }
    }

    /// The signs that a failure shows, and those that it might show.
    private func signs(of ruling: Judgement.Ruling) -> (holds: Set<EvidenceSign>, unknown: Set<EvidenceSign>) {
        var holds: Set<EvidenceSign> = []
        var unknown = notFound.unknown
        if let sign = notFound.sign { holds.insert(sign) }
        if ruling.requirement.id == "ISO-001" {
            holds.insert(isEveryForeignJobOpen ? .all : .some)
        } else if let counts = Self.counts(in: ruling.finding.summary) {
            holds.insert(counts.0 == counts.1 ? .all : .some)
        }
        let others = evidenceNamesAnotherJob(ruling)
        holds.insert(others ? .anotherJob : .noKnownJob)
        if tellsFractions { holds.insert(.fraction) }
        if !tellsTooMuch { holds.insert(.withinTotal) }
        if let sign = progressSign {
            holds.insert(sign)
        } else {
            unknown.formUnion([.contradictsItself, .eachWorkerGrows])
        }
        return (holds, unknown)
    }

    /// Tells whether workers contradict themselves or only each other; `nil` where that cannot be seen.
    private var progressSign: EvidenceSign? {
        var (own, all) = (0, 0)
        for job in observations.jobs {
            for contradiction in job.contradictions where contradiction.kind == .progressShrank {
                let poll = contradiction.poll
                guard let worker = poll.worker, let completed = poll.completed else { continue }
                all += 1
                let hadMore = job.polls.contains {
                    guard let earlier = $0.completed, $0.worker == worker else { return false }
                    return $0.received < poll.sent && earlier > completed
                }
                own += hadMore ? 1 : 0
            }
        }
        guard all > 0 else { return nil }
        return own * 4 >= all ? .contradictsItself : .eachWorkerGrows
    }

    /// True if no percentage of a job that is under way or over exceeds 1.
    private var tellsFractions: Bool {
        let told = observations.jobs.flatMap(\.polls).filter { $0.progress?.completed ?? 0 > 1 }.compactMap(
            \.percentage
        )
        return told.count >= 3 && told.allSatisfy { $0 <= 1 } && told.contains { $0 > 0 }
    }

    /// True if a job tells a count above its total, or without a count a percentage above 100.
    private var tellsTooMuch: Bool {
        observations.jobs.flatMap(\.polls).contains { poll in
            guard let completed = poll.completed, let total = poll.progress?.total else {
                return poll.percentage ?? 0 > 100
            }
            return completed > total
        }
    }

    /// True if the first answer about each of another user's jobs told of it already, whatever worker it came from.
    private var isEveryForeignJobOpen: Bool {
        var seen: Set<String> = []
        for position in observations.probes {
            let event = observations.event(position)
            guard event.intent == .foreignID, let job = event.jobID, event.outcome.response != nil,
                seen.insert("\(event.operation.rawValue) \(job)").inserted
            else { continue }
            if StatusReading(event.outcome) == .notFound { return false }
        }
        return !seen.isEmpty
    }

    /// The first two numbers of a summary such as `3 of 12 polls were …`.
    private static func counts(in summary: String) -> (Int, Int)? {
        let words = summary.split(separator: " ").prefix(3)
        guard words.count == 3, words[1] == "of", let part = Int(words[0]), let whole = Int(words[2]) else {
            return nil
        }
        return (part, whole)
    }

    /// True if an answer of the evidence is about another job of the run than the one that was asked for.
    private func evidenceNamesAnotherJob(_ ruling: Judgement.Ruling) -> Bool {
        let events = observations.history.events
        for evidence in ruling.verdict.evidence.prefix(20) {
            // Events are numbered from 1 in their order, but a cut history may have gaps.
            let place = evidence.event - 1
            let isThere = events.indices.contains(place) && events[place].id == evidence.event
            guard let position = isThere ? place : events.firstIndex(where: { $0.id == evidence.event }),
                let parsed = events[position].outcome.response?.parsed
            else { continue }
            if let id = parsed.jobID, id != events[position].jobID {
                if observations.job(id) != nil { return true }
                continue
            }
            if parsed.listed ?? 0 > 0 || parsed.progress?.completed ?? 0 > 0 { return true }
        }
        return false
    }
}
