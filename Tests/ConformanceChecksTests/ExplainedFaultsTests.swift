//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import TestSelection
import Testing

@testable import ConformanceChecks

/// The explanations of simulated faults: one typical run of each to the word, and for many runs of any size how often what
/// is told.
///
/// A bound that moves by one changes a number somewhere. `Scripts/tables` writes the file; what changes in it is read before
/// it is committed.
@Suite struct ExplainedFaultsTests {
    private static let path = "Tests/ConformanceChecksTests/Fixtures/explanations.txt"
    private static let runs = 120
    /// The number of further runs, of which only the pattern is looked for.
    private static let patterns = 400

    @Test(.takesSeconds) func `what is told of a fault, and how often, is as it is written down`() throws {
        var lines = ["The explanations of simulated faults. Written by Scripts/tables."]
        for (number, fault) in FaultyDeployment.Fault.allCases.enumerated() {
            var random = SplitMix64(seed: UInt64(number))
            lines += ["", "# \(fault.rawValue)"]
            lines += Self.account(of: FaultyDeployment(fault, size: (9, 30, 3), &random))
            for named in [true, false] {
                lines.append(
                    "- of \(Self.runs) runs of any size (\(Self.patterns) more for the pattern), with workers \(named ? "named" : "unnamed"):"
                )
                var told: [String: (count: Int, sum: Int)] = [:]
                for number in 0..<Self.runs + Self.patterns {
                    let run = FaultyDeployment(fault, named: named, &random)
                    for text in number < Self.runs ? Self.summary(of: run) : [Self.pattern(in: run)] {
                        let (words, sum) = text.hasPrefix("root") ? (text, 0) : Self.numberless(text)
                        told[words, default: (0, 0)].count += 1
                        told[words, default: (0, 0)].sum += sum
                    }
                }
                lines += told.sorted { $0.key < $1.key }.map { text, tally in
                    "  \(tally.count)× \(text)\(tally.sum > 0 ? " (all n: \(tally.sum))" : "")"
                }
            }
        }
        try Repository.expect(Self.path, toBe: lines.joined(separator: "\n") + "\n")
    }

    /// All that a report says of one run.
    private static func account(of run: FaultyDeployment) -> [String] {
        let judgement = Judge.judge(run.history(of: [.status, .rates]))
        let failed = judgement.rulings.filter { $0.verdict.kind == .failed }
        let roots = judgement.explanation.roots.flatMap { root in
            ["\(root.id) explains \(root.followers.joined(separator: ", "))"]
                + (judgement.explanation.causes[root.id] ?? []).map { "  since \($0)" }
        }
        return roots + failed.map { "\($0.requirement.id) failed: \($0.finding.summary)" }
    }

    /// The sign, the explanation and the pattern of one run.
    private static func summary(of run: FaultyDeployment) -> [String] {
        let history = run.history(of: [.status])
        let explanation = Judge.judge(history).explanation
        let causes = explanation.roots.first.flatMap { explanation.causes[$0.id] } ?? []
        let others = causes.count > 1 ? ", or \(causes.count - 1) more" : ""
        return [
            "sign: \(NotFoundPattern(Observations(history)).sign?.rawValue ?? "none")",
            "root: \(explanation.roots.first?.id ?? "none")\(causes.first.map { ", since \($0)" } ?? "")\(others)",
            pattern(in: run),
        ]
    }

    private static func pattern(in run: FaultyDeployment) -> String {
        "pattern: \(Diagnosis.pattern(in: run.samples, nouns: .ofScans) ?? "none")"
    }

    /// A text with `n` for its numbers, and their sum.
    private static func numberless(_ text: String) -> (words: String, sum: Int) {
        var (words, sum) = ("", 0)
        for part in text.split(separator: " ", omittingEmptySubsequences: false) {
            let digits = part.filter(\.isNumber)
            if let number = Int(digits) {
                sum += number
                words += part.count == digits.count ? "n " : "\(part.filter { !$0.isNumber && $0 != "." })n "
            } else {
                words += "\(part) "
            }
        }
        return (String(words.dropLast()), sum)
    }
}
