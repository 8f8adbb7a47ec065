//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import KitSupport
import Probe
import ProbeHistory
import ProbeReports
import Watching

/// One probe of a watch: a run of a small plan, its judgement, and what the watch counts of it.
struct SmallProbe: Sendable {
    /// The outcome of a probe.
    struct Outcome: Sendable {
        var verdict: ProbeVerdict
        var counts: [WatchedRate: Count]
        var summary: String
        var failed: [String] = []
        /// The failure with its proof; absent when there is none, or the probe could not be run.
        var fault: WatchFailure?
        /// The reason why the probe could not be run.
        var failure: ProbeFailure?
    }

    /// The bounds on what one probe remembers.
    private static let budget = EvidenceBudget(memory: 64 << 20, disk: 64 << 20)
    /// The largest number of scalars of a summary.
    private static let longest = 400

    let assignment: Runner.Assignment
    let way: TransportOptions

    /// Probes once.
    ///
    /// - Parameters:
    ///   - number: The probe's number, which its seed depends on.
    ///   - writer: The writer of its history.
    /// - Returns: The outcome.
    /// - Throws: `CancellationError` when the watch ends meanwhile.
    func run(number: Int, writer: HistoryWriter?) async throws -> Outcome {
        var assignment = assignment
        assignment.seed = assignment.seed &+ UInt64(number)
        let given = assignment
        do {
            let history = try await HTTPTransport.withTransport(way) { transport in
                try await Runner(given, transport: transport, writer: writer, budget: Self.budget).run()
            }
            try Task.checkCancellation()
            return Self.outcome(of: history, number: number)
        } catch let failure as ProbeFailure {
            try Task.checkCancellation()
            return Outcome(
                verdict: .unreachable,
                counts: [.reached: Count(0, of: 1)],
                summary: Self.line(failure.message),
                failure: failure
            )
        }
    }

    private static func outcome(of history: History, number: Int) -> Outcome {
        let examination = JudgingContext(history)
        let judgement = examination.judgement()
        let rates = judgement.rates
        let counts: [WatchedRate: Count] = [
            .found: Count(rates.statusFound), .results: Count(rates.results), .initiated: Count(rates.initiate),
            .reached: Count(1, of: 1),
        ].filter { $0.value.trials > 0 }
        let failed = judgement.rulings.filter { $0.verdict.kind == .failed }.map(\.requirement.id)
        let short = WatchedRate.allCases.compactMap { rate in
            counts[rate].flatMap { count in
                count.successes < count.trials ? "\(count.successes) of \(count.trials) \(rate.title)" : nil
            }
        }
        guard judgement.overall == .fail || !short.isEmpty else {
            let sentences = [WatchedRate.found, .results].compactMap { rate in
                counts[rate].map { "\($0.successes) of \($0.trials) \(rate.title)" }
            }
            return Outcome(
                verdict: .sound,
                counts: counts,
                summary: line(sentences.joined(separator: ", ")),
                failed: failed
            )
        }
        let report = Report(judgement: judgement, history: history)
        let summary = line(judgement.overall == .fail ? report.headline : short.joined(separator: ", "))
        return Outcome(
            verdict: .faulty,
            counts: counts,
            summary: summary,
            failed: failed,
            fault: WatchFailure(round: number, summary: summary, report: report, of: examination)
        )
    }

    private static func line(_ text: String) -> String {
        String(String.UnicodeScalarView(text.harmless().unicodeScalars.prefix(longest)))
    }
}

extension Count {
    fileprivate init(_ rate: Rate) { self.init(rate.successes, of: rate.trials) }
}
