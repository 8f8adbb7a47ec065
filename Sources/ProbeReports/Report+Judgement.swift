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
        self.format = Self.currentFormat
        self.contract = ContractText.version
        self.tool = Tool(header.tool)
        self.target = Target(url: PlainText.cut(header.target, to: 300), profile: header.profile)
        self.plan = Plan(name: header.plan.name, seed: header.seed)
        self.startedAt = header.startedAt
        self.durationSeconds = history.durationSeconds
        self.ended = Ended(history.footer)
        self.verdict = judgement.overall
        self.grade = judgement.grade
        self.groups = Groups(run: judgement.groupsRun, notRun: judgement.groupsNotRun)
        self.rates = Rates(
            statusFound: Rate(judgement.rates.statusFound),
            statusCorrect: Rate(judgement.rates.statusCorrect),
            results: Rate(judgement.rates.results),
            initiate: Rate(judgement.rates.initiate),
            jobsFlawless: Share(judgement.rates.jobsFlawless)
        )
        self.latency = Latencies(
            status: Percentiles(judgement.latencies.status),
            results: Percentiles(judgement.latencies.results),
            initiate: Percentiles(judgement.latencies.initiate)
        )
        self.requirements = judgement.rulings.map { Outcome($0, known: judgement.knownFailures, from: history) }
        self.history = historyFile
        self.knownFailures = judgement.knownFailures
        self.disturbances = Disturbances(history).sentence
        self.cutEvidence = CutEvidence(history).sentence
        self.nouns = header.nouns
        self.offers = header.nouns.map { _ in Feature.allCases.filter(header.access.offers.contains) }
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
        self.name = parts.first.map(String.init) ?? "scan-probe"
        self.version = parts.count > 1 ? String(parts[1]) : ""
    }
}

extension Report.Outcome {
    fileprivate init(_ ruling: Judgement.Ruling, known: KnownFailures?, from history: History) {
        self.id = ruling.requirement.id
        self.level = ruling.requirement.level
        self.group = ruling.requirement.group
        self.statement = ruling.requirement.statement
        self.verdict = ruling.verdict.kind
        self.summary = PlainText.cut(ruling.finding.summary, to: 600)
        self.evidence = Report.Evidence.list(ruling.verdict.evidence, from: history)
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
        let seconds = self.footer?.durationSeconds ?? Double(self.events.map(\.received).max() ?? 0) / 1_000_000_000
        return (seconds * 1000).rounded() / 1000
    }
}
