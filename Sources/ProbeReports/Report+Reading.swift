//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ConformanceContract
import ProbeHistory

/// The phrases that all renderings share.
extension Report {
    /// Returns the outcomes with a verdict, in the order of the catalogue.
    func outcomes(_ verdicts: Verdict.Kind...) -> [Outcome] {
        requirements.filter { verdicts.contains($0.verdict) }
    }

    /// The words in which the report speaks of the API, and what the API has.
    var vocabulary: Vocabulary {
        guard let nouns = self.nouns else { return .ofScans }
        return Vocabulary(nouns: nouns, features: offers.map { Set($0) } ?? Feature.ofScans)
    }

    /// The words for jobs, steps and items.
    var words: Nouns { vocabulary.nouns }

    /// The catalogue entry of a requirement, in the words of the API.
    func explanation(of outcome: Outcome) -> Requirement? {
        Catalogue.builtIn.requirement(outcome.id, in: vocabulary)
    }

    /// The heading of a place that a requirement cites; the contract's headings speak of scans, so that they are given
    /// in reports on the scan API alone.
    func title(of source: Citation) -> String? { words == .ofScans ? source.title : nil }

    /// The usual causes of a violation of a requirement, the most frequent first.
    ///
    /// A cause that the evidence excludes is none of them.
    func causes(of outcome: Outcome) -> [String] {
        explanation?.causes[outcome.id] ?? explanation(of: outcome)?.causes ?? []
    }

    /// The rates that were measured, each with the requirement that is about it.
    var measuredRates: [(id: String, rate: Rate)] {
        [
            ("RATE-001", rates.statusFound), ("RATE-002", rates.statusCorrect), ("RATE-003", rates.results),
            ("RATE-004", rates.initiate),
        ] + (rates.firstPolls.map { [("RATE-006", $0)] } ?? [])
    }

    /// The rates, each with its name.
    var rateRows: [RateRow] {
        let names = [
            "Polls that found their \(words.job)", "Polls that were correct", "Results reads", "Initiations",
            "First polls after an initiation",
        ]
        return zip(names, measuredRates).map { name, measured in
            RateRow(name: name, rate: measured.rate, decision: decision(on: measured.rate, measured.id))
        }
    }

    /// A rate with its name and its decision.
    struct RateRow {
        var name: String
        var rate: Rate
        var decision: RateDecision
    }

    /// The decision on a rate, and the number of trials that it took or that are still needed.
    struct RateDecision {
        var verdict: Verdict.Kind
        /// The trials in words; absent where no trial of this kind can decide anything.
        var remark: String?
    }

    /// Returns the decision on a rate.
    ///
    /// A rate whose requirement is skipped is not decided, however many trials there are: nothing is promised of it.
    func decision(on rate: Rate, _ id: String) -> RateDecision {
        guard !requirements.contains(where: { $0.id == id && $0.verdict == .skipped }) else {
            return RateDecision(verdict: .skipped)
        }
        return RateDecision(verdict: rate.decision.verdict, remark: rate.remark)
    }

    /// The latencies of the operations with responses, each with its name.
    var latencyRows: [(name: String, percentiles: Percentiles)] {
        [
            ("Status polls", latency.status), ("Results reads", latency.results),
            ("Initiations", latency.initiate),
        ].filter { $0.1.max != nil }
    }

    /// A failed requirement with those that follow from it.
    struct FailureGroup {
        var root: Outcome
        var followers: [Outcome]
        /// The number of followers in words; `nil` without any.
        var remark: String? {
            switch followers.count {
            case 0: nil
            case 1: "1 more follows from this"
            case let count: "\(count) more follow from this"
            }
        }
    }

    /// The failed requirements, what explains others first.
    ///
    /// - Parameter isCounted: Tells which of them are wanted.
    /// - Returns: The groups. A group whose root is not wanted is told by its first follower.
    func failureGroups(where isCounted: (Outcome) -> Bool = { _ in true }) -> [FailureGroup] {
        let failed = outcomes(.failed).filter(isCounted)
        var byID = Dictionary(grouping: failed, by: \.id)
        var groups: [FailureGroup] = []
        for root in explanation?.roots ?? [] {
            let members = ([root.id] + root.followers).flatMap { byID.removeValue(forKey: $0) ?? [] }
            guard let first = members.first else { continue }
            groups.append(FailureGroup(root: first, followers: Array(members.dropFirst())))
        }
        // An older report does not say what explains what.
        let others = failed.filter { byID[$0.id] != nil }
        return groups + others.map { FailureGroup(root: $0, followers: []) }
    }

    /// The failure that explains the others; one that is not known before one that is.
    var rootFailure: FailureGroup? { failureGroups { $0.known == nil }.first ?? failureGroups().first }

    /// The verdict in a word, matching the exit status.
    var verdictWords: String {
        knownFailures?.coverEverything == true ? "PASS, only known failures" : conclusion.rawValue
    }

    /// The effects of the known failures on the verdict, a sentence each.
    var knownSentences: [String] {
        guard let known = knownFailures else { return [] }
        let passed = known.passed.map { "\($0) passed: take it off the list." }
        let expired = known.listed.filter { known.expired.contains($0.id) }.map {
            "\($0.id) was known until \($0.expires), which is past: mend it, or give it a new date."
        }
        let expected = requirements.compactMap { outcome in
            outcome.known.map { "\(outcome.id) \(outcome.verdict.rawValue), known until \($0.expires): \($0.reason)" }
        }
        return passed + expired + expected
    }

    /// The verdict in a sentence.
    package var headline: String {
        if let known = knownFailures {
            if known.coverEverything {
                return "Nothing failed but what is known: \(known.known.joined(separator: ", "))."
            }
            if !known.passed.isEmpty || !known.expired.isEmpty { return "The list of known failures is out of date." }
        }
        let undecided = outcomes(.inconclusive, .harnessError)
        let passed = outcomes(.passed).count
        switch conclusion {
        case .fail:
            if let own = explanation?.ownWords { return own.withCapital + "." }
            return rootFailure.map { "\($0.root.id): \($0.root.summary)" }
                ?? "Not a single initiation yielded \(words.job.indefinite)."
        case .inconclusive:
            if let own = explanation?.ownWords { return own.withCapital + "." }
            let open = undecided.first { $0.level == .must } ?? undecided.first
            return open.map { "Nothing failed, but there is too little evidence. \($0.id): \($0.summary)" }
                ?? "Nothing was seen that could be judged."
        case .pass where outcomes(.failed).isEmpty && undecided.isEmpty:
            return "All \(passed) requirements that were run passed."
        case .pass:
            let open = outcomes(.failed, .inconclusive, .harnessError).map(\.id)
            return "Every MUST that was run passed; these SHOULD did not: \(open.joined(separator: ", "))."
        }
    }

    /// The limit that stands beside a pass: on one worker, or on nobody knows how many.
    var limit: String? { conclusion == .pass ? workers?.limit : nil }

    /// The usual cause of the most important failure.
    var likelyCause: String? { rootFailure.flatMap { causes(of: $0.root).first } }

    /// The workers that were seen, as a line of its own; absent from older reports.
    var workersLine: String? {
        workers.map { $0.count == nil ? "Workers: \($0.sentence)" : $0.sentence.withCapital }
    }

    /// The strength of the evidence for the verdict, in a line.
    var certainty: String? {
        if conclusion == .fail {
            guard let root = rootFailure?.root else { return nil }
            let count = root.evidence.count
            guard count > 0 else { return nil }
            let first = "the first is event \(root.evidence[0].event)"
            if let rate = measuredRates.first(where: { $0.id == root.id })?.rate {
                return "How sure: \(rate.counts) were right, so that the true rate is"
                    + " \(TextLayout.percent(rate.upper, up: true)) at most (95 %); of the others, \(first)"
            }
            let isCut = count == ConformanceChecks.Evidence.limit
            let counted =
                count == 1 ? "1 answer proves it" : "\(count)\(isCut ? " answers or more" : " answers") prove it"
            return "How sure: \(counted), \(first)"
        }
        let found = rates.statusFound
        guard found.trials > 0 else { return nil }
        let polls = "\(found.successes) of \(found.trials) polls found their \(words.job)"
        return "How sure: \(polls), so that the true rate is \(TextLayout.percent(found.lower)) at least (95 %)"
    }

    /// The number of groups and requirements that the verdict says nothing of; `nil` when there are none.
    var unseenLine: String? {
        let skipped = outcomes(.skipped).filter { !groups.notRun.contains($0.group) }.count
        var parts: [String] = []
        if !groups.notRun.isEmpty {
            parts.append(groups.notRun.count == 1 ? "1 group" : "\(groups.notRun.count) groups")
        }
        if skipped > 0 { parts.append(skipped == 1 ? "1 requirement skipped" : "\(skipped) requirements skipped") }
        guard !parts.isEmpty else { return nil }
        return "Not run: \(parts.joined(separator: ", "))"
    }

    /// The limits of the verdict, a sentence each.
    var unseen: [String] {
        var sentences: [String] = []
        if !groups.notRun.isEmpty {
            sentences.append("Groups not run: \(groups.notRun.map(\.rawValue).joined(separator: ", ")).")
        }
        // A group that is missing entirely is in the sentence above.
        let skipped = outcomes(.skipped).filter { !groups.notRun.contains($0.group) }
        for (reason, ids) in skipped.groupedBySummary {
            sentences.append("Skipped, because \(reason): \(ids.joined(separator: ", ")).")
        }
        let harness = outcomes(.harnessError).map(\.id)
        if !harness.isEmpty { sentences.append("The prober itself failed on \(harness.joined(separator: ", ")).") }
        switch ended {
        case .budget: sentences.append("The run's budget was used up before the plan was carried out.")
        case .interrupted: sentences.append("The run was interrupted before the plan was carried out.")
        case .cutOff: sentences.append("The history ends in the middle of the run.")
        case .finished: break
        }
        return sentences
    }
}

extension Report.Outcome {
    /// The headings of the contract and the sections of RFCs that the requirement cites.
    var sources: [Citation] { Catalogue.builtIn[id]?.sources ?? [] }
}

extension [Report.Outcome] {
    /// The ids of the outcomes that have the same summary, such as a reason for being skipped.
    var groupedBySummary: [(summary: String, ids: [String])] {
        var groups: [(summary: String, ids: [String])] = []
        for outcome in self {
            if let index = groups.firstIndex(where: { $0.summary == outcome.summary }) {
                groups[index].ids.append(outcome.id)
            } else {
                groups.append((outcome.summary, [outcome.id]))
            }
        }
        return groups
    }
}

extension ConformanceChecks.Rate.Decision {
    /// The decision as the verdict that it stands for.
    var verdict: Verdict.Kind {
        switch self {
        case .passed: .passed
        case .failed: .failed
        case .inconclusive: .inconclusive
        }
    }
}

extension Report.Rate {
    /// The successes among the trials.
    var counts: String { "\(successes) of \(trials)" }

    /// The share in percent, rounded down, so that 100.0 means all.
    var percent: String { trials == 0 ? "–" : TextLayout.percent(rate) }

    /// The interval for the true rate, rounded outwards.
    var interval: String { "\(TextLayout.percent(lower)) – \(TextLayout.percent(upper, up: true))" }

    /// The number of trials at the decision, or the trials that are still needed.
    var remark: String {
        decidedAfter.map { "after \($0)" } ?? "needs \(flawlessTrialsToPass) more, all flawless"
    }
}

extension Report.Share {
    /// The successes among the trials.
    var counts: String { "\(successes) of \(trials)" }

    /// The share, 0…1; 0 without trials.
    var share: Double { trials == 0 ? 0 : Double(successes) / Double(trials) }

    /// The share in percent, rounded down, so that 100.0 means all.
    var percent: String { trials == 0 ? "–" : TextLayout.percent(share) }

    /// The interval for the true share, rounded outwards.
    var interval: String { "\(TextLayout.percent(lower)) – \(TextLayout.percent(upper, up: true))" }
}

extension Report.Exchange {
    /// The request line.
    var requestLine: String { "\(method) \(url)" }

    /// The event, job, times, connection, worker, user and trace of the request, a phrase each.
    func circumstances(_ nouns: Nouns) -> [(name: String, value: String)] {
        var facts = [("event", "\(event)")]
        if let job = self.job { facts.append((nouns.job.one, job)) }
        facts.append(("sent", "+\(TextLayout.decimal(sentSeconds, digits: 3)) s"))
        facts.append(("took", "\(TextLayout.decimal(durationMilliseconds, digits: 1)) ms"))
        facts.append(("connection", "\(connection), \(reusesConnection ? "used before" : "new")"))
        if let worker = self.worker { facts.append(("worker", worker)) }
        facts.append(("user", user))
        if let traceID = self.traceID { facts.append(("trace", traceID)) }
        return facts
    }

    /// The response as on the wire: status, headers, body; shortened.
    var answerText: String {
        guard let status = self.status else { return "no answer: \(failure ?? "")" }
        let headers = (self.headers ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let lines = ["HTTP \(status)"] + headers
        guard let body = self.body, !body.isEmpty else {
            let size = bodyBytes ?? 0
            return (lines + (size > 0 ? ["", "(a body of \(size) bytes, which was not kept)"] : []))
                .joined(separator: "\n")
        }
        return (lines + ["", body]).joined(separator: "\n")
    }
}
