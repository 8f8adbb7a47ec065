//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory
public import ScanConformance
import ScanRequirements

extension Report {
    /// Reports a judgement.
    ///
    /// The same history gives the same report at any time.
    ///
    /// - Parameters:
    ///   - judgement: What was found.
    ///   - history: What it was found from.
    ///   - historyFile: Where the history lies, as seen from the report.
    public init(judgement: Judgement, history: History, historyFile: String = "history.jsonl") {
        let header = history.header
        self.tool = Tool(header.tool)
        self.target = Target(url: header.target, profile: header.profile)
        self.plan = Plan(name: header.plan.name, seed: header.seed)
        self.startedAt = header.startedAt
        self.durationSeconds = history.durationSeconds
        self.verdict = judgement.overall
        self.grade = judgement.grade
        self.groups = Groups(run: judgement.groupsRun, notRun: judgement.groupsNotRun)
        self.rates = Rates(
            statusFound: Rate(judgement.rates.statusFound),
            statusCorrect: Rate(judgement.rates.statusCorrect),
            results: Rate(judgement.rates.results),
            initiate: Rate(judgement.rates.initiate)
        )
        self.latency = Latencies(
            status: Percentiles(judgement.latencies.status),
            results: Percentiles(judgement.latencies.results),
            initiate: Percentiles(judgement.latencies.initiate)
        )
        self.requirements = judgement.rulings.map(Outcome.init)
        self.history = historyFile
        self.disturbances = Disturbances(history).sentence
    }
}

extension Report.Tool {
    /// Takes apart the name and version that a history's header gives, such as `scan-probe 1.2.0`.
    fileprivate init(_ text: String) {
        let parts = text.split(maxSplits: 1, whereSeparator: { $0 == " " || $0 == "/" })
        self.name = parts.first.map(String.init) ?? "scan-probe"
        self.version = parts.count > 1 ? String(parts[1]) : ""
    }
}

extension Report.Outcome {
    fileprivate init(_ ruling: Judgement.Ruling) {
        self.id = ruling.requirement.id
        self.level = ruling.requirement.level
        self.verdict = ruling.verdict.name
        self.summary = ruling.finding.summary
        self.evidence = ruling.verdict.evidence.map { Report.Evidence(event: $0.event, note: $0.note) }
    }
}

extension History {
    /// How long the run took; without a footer, up to its last answer.
    fileprivate var durationSeconds: Double {
        let seconds = self.footer?.durationSeconds ?? Double(self.events.map(\.received).max() ?? 0) / 1_000_000_000
        return (seconds * 1000).rounded() / 1000
    }
}
