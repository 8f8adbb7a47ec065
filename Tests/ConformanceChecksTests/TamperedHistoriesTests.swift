//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import TestSelection
import Testing

@testable import ConformanceChecks

/// The judgements of histories that were changed at random, summed up by requirement.
///
/// Written histories violate one requirement each, and plainly. These are changed in several places by what is just right and
/// just wrong, and their times are those of a coarse clock, so that many are equal: a bound that moves by one changes a
/// sum somewhere. `Scripts/tables` writes the file; what changes in it is read before it is committed.
@Suite struct TamperedHistoriesTests {
    private static let path = "Tests/ConformanceChecksTests/Fixtures/tampered.txt"

    @Test(.takesSeconds) func `what is found in histories that were changed at random is as it is written down`() throws
    {
        var lines = [
            "The judgements of histories that were changed at random, by requirement. Written by Scripts/tables."
        ]
        let families = [
            ("scans", SoundRun(seed: 1).history, Injection.all, 120),
            ("operated", OperatedRun(seed: 1).history, Injection.operated, 160),
            ("offered", OfferedRun.history, Injection.offered, 120),
        ]
        for (family, (name, sound, injections, runs)) in families.enumerated() {
            var random = SplitMix64(seed: UInt64(family))
            var sums: [String: Sum] = [:]
            var roots: [String: Int] = [:]
            var (causes, places, cut) = (0, 0, 0)
            for number in 0..<runs {
                var history = sound
                // Every third history has a plain violation, too.
                if number % 3 == 0 { try injections[number / 3 % injections.count].inject(&history) }
                history.thin(&random)
                history.front(&random)
                if number % 2 == 0 { history.vary(&random) }
                history.tamper(number, &random)
                if number % 4 < 2 { history.tick(each: 50) }
                let judgement = Judge.judge(history)
                for ruling in judgement.rulings { sums[ruling.requirement.id, default: Sum()].add(ruling) }
                causes += judgement.explanation.causes.values.reduce(0) { $0 + $1.count }
                for (place, root) in judgement.explanation.roots.enumerated() {
                    roots[root.id, default: 0] += 1
                    places += (place + 1) * (1 + root.followers.count)
                }
                cut += CutEvidence(history).sentence?.split { !$0.isWholeNumber }.reduce(0) { $0 + (Int($1) ?? 0) } ?? 0
            }
            lines += ["", "# \(name), \(runs) histories"]
            lines += sums.filter { !$0.value.isSkipped }.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.text)" }
            let counts = roots.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)×" }.joined(separator: ", ")
            lines.append("roots: \(counts); \(causes) causes, places \(places), evidence cut \(cut)")
        }
        try Repository.expect(Self.path, toBe: lines.joined(separator: "\n") + "\n")
    }

    /// The rulings on one requirement, summed up.
    private struct Sum {
        private var kinds: [String: Int] = [:]
        private var evidence = 0
        private var events = 0
        private var numbers = 0

        mutating func add(_ ruling: Judgement.Ruling) {
            kinds[ruling.verdict.kind.rawValue, default: 0] += 1
            evidence += ruling.verdict.evidence.count
            for (place, piece) in ruling.verdict.evidence.enumerated() {
                events += (place + 1) * piece.event + (piece.against ?? 0)
            }
            let words = ruling.finding.summary.split { !$0.isWholeNumber }
            numbers += words.reduce(0) { $0 + (Int($1.prefix(6)) ?? 0) }
        }

        /// True if the requirement was examined in no history.
        var isSkipped: Bool { Array(kinds.keys) == [Verdict.Kind.skipped.rawValue] }

        var text: String {
            let verdicts = kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
            return
                "\(verdicts); \(evidence) pieces of evidence in events that sum up to \(events), numbers to \(numbers)"
        }
    }
}
