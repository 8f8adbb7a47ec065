//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import TestSelection
import Testing

/// Every finding about sound histories and about each injected violation, to the word: reports are signed for their counts
/// and sentences as well as for their verdicts.
///
/// `Scripts/tables` writes the file; what changes in it is read before it is committed.
@Suite(.serialized) struct FindingsTests {
    private static let path = "Tests/ConformanceChecksTests/Fixtures/findings.txt"
    /// The number of pieces of evidence that are written down.
    private static let pieces = 3

    @Test(.takesSeconds)
    func `what is found in sound histories, and changes with each violation, is as it is written down`() throws {
        var lines = [
            "Every finding about sound histories, and those that an injected violation changes. Written by Scripts/tables."
        ]
        let families = [
            ("scans", SoundRun(seed: 1).history, Injection.all),
            ("operated", OperatedRun(seed: 1).history, Injection.operated),
            ("offered", OfferedRun.history, Injection.offered),
        ]
        for (name, sound, injections) in families {
            let before = Judge.judge(sound)
            lines += ["", "# \(name): sound, \(Self.headline(before))"] + before.rulings.flatMap(Self.lines)
            for injection in injections {
                var history = sound
                try injection.inject(&history)
                let after = Judge.judge(history)
                lines += ["", "# \(name): \(injection.testDescription), \(Self.headline(after))"]
                for (old, new) in zip(before.rulings, after.rulings) where old != new { lines += Self.lines(of: new) }
            }
        }
        try Repository.expect(Self.path, toBe: lines.joined(separator: "\n") + "\n")
    }

    private static func headline(_ judgement: Judgement) -> String {
        "\(judgement.overall.rawValue) \(judgement.grade)"
    }

    private static func lines(of ruling: Judgement.Ruling) -> [String] {
        let evidence = ruling.verdict.evidence
        let first = "\(ruling.requirement.id) \(ruling.verdict.kind.rawValue): \(ruling.finding.summary)"
        let rest = evidence.prefix(pieces).map { piece in
            "  \(piece.event)\(piece.against.map { " against \($0)" } ?? "") of \(evidence.count): \(piece.note)"
        }
        return [first] + rest
    }
}
