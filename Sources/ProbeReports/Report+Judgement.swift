//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
import ConformanceContract
public import ProbeHistory

extension Report {
    /// Creates the report of a judgement.
    ///
    /// The same history gives the same report at any time.
    ///
    /// - Parameters:
    ///   - judgement: The judgement.
    ///   - history: The judged history.
    ///   - historyFile: The path of the history, relative to the report.
    public init(judgement: Judgement, history: History, historyFile: String = "history.jsonl") {
        let header = history.header
        format = Self.currentFormat
        contract = ContractText.version
        tool = Tool(header.tool)
        target = Target(url: PlainText.cut(header.target, to: 300), profile: header.profile)
        plan = Plan(name: header.plan.name, seed: header.seed)
        startedAt = header.startedAt
        durationSeconds = history.durationSeconds
        ended = Ended(history.footer)
        verdict = judgement.overall
        grade = judgement.grade
        groups = Groups(run: judgement.groupsRun, notRun: judgement.groupsNotRun)
        rates = Rates(
            statusFound: Rate(judgement.rates.statusFound),
            statusCorrect: Rate(judgement.rates.statusCorrect),
            results: Rate(judgement.rates.results),
            initiate: Rate(judgement.rates.initiate),
            firstPolls: Rate(judgement.rates.firstPolls),
            jobsFlawless: Share(judgement.rates.jobsFlawless)
        )
        latency = Latencies(
            status: Percentiles(judgement.latencies.status),
            results: Percentiles(judgement.latencies.results),
            initiate: Percentiles(judgement.latencies.initiate)
        )
        requirements = judgement.rulings.map { Outcome($0, known: judgement.knownFailures, from: history) }
        self.history = historyFile
        knownFailures = judgement.knownFailures
        workers = judgement.workers
        explanation = judgement.explanation
        disturbances = Disturbances(history).sentence
        cutEvidence = CutEvidence(history).sentence
        nouns = header.nouns
        offers = header.nouns.map { _ in Feature.allCases.filter(header.access.offers.contains) }
    }
}

extension Report.Ended {
    fileprivate init(_ footer: History.Footer?) {
        switch footer?.reason {
        case .finished: self = .finished
        case .budget: self = .budget
        case .interrupted: self = .interrupted
        case nil: self = .cutOff
        }
    }
}

extension Report.Tool {
    /// Splits the name and version in a history's header, such as `scan-probe 1.2.0`.
    fileprivate init(_ text: String) {
        let parts = text.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "/" })
        name = parts.first.map(String.init) ?? "scan-probe"
        version = parts.count > 1 ? String(parts[1]) : ""
    }
}

extension Report.Outcome {
    fileprivate init(_ ruling: Judgement.Ruling, known: KnownFailures?, from history: History) {
        id = ruling.requirement.id
        level = ruling.requirement.level
        group = ruling.requirement.group
        statement = ruling.requirement.statement
        verdict = ruling.verdict.kind
        summary = PlainText.cut(ruling.finding.summary, to: 600)
        evidence = Report.Evidence.list(ruling.verdict.evidence, from: history)
        self.known = known.flatMap { list in
            guard list.known.contains(ruling.requirement.id) else { return nil }
            return list.listed.first { $0.id == ruling.requirement.id }
                .map { Report.Known(reason: $0.reason, expires: $0.expires) }
        }
    }
}

extension History {
    /// The duration of the run; without a footer, up to its last response.
    fileprivate var durationSeconds: Double {
        let seconds = footer?.durationSeconds ?? (events.map(\.received).max() ?? .start).seconds
        return (seconds * 1000).rounded() / 1000
    }
}
