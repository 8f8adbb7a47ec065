//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Foundation
import ProbeHistory
import Subprocess
import Testing

/// Histories that earlier versions recorded: every later version must judge them the same.
///
/// Each is one run of all groups with full access, with the verdicts of the version that recorded it beside it. Some of
/// them were false and stand corrected: RATE-005 of `lookup-in-memory-only`, whose workers are alike; OBS-001 of that and of
/// the reference, which missed the message of a search that a worker's memory had made needless; and grades for totals
/// that change, which are no reason for an F.
@Suite struct KeptHistoriesTests {
    /// The verdicts of the version that recorded a history.
    private struct Expectation: Decodable {
        var verdict: Judgement.Overall
        var grade: Grade
        var requirements: [String: Verdict.Kind]
    }

    @Test(arguments: ["reference", "lookup-in-memory-only", "fallback-missing", "polled-to-death"])
    func `a history of an earlier version is judged as it was then`(name: String) async throws {
        let data = try Data(contentsOf: Self.folder.appending(path: "\(name).json"))
        let expected = try JSONDecoder().decode(Expectation.self, from: data)
        let history = try await HistoryReader().read(Self.unpacked("\(name).jsonl.gz"))
        #expect(history.header.nouns == nil)
        let judgement = Judge.judge(history)
        #expect(judgement.overall == expected.verdict)
        #expect(judgement.grade == expected.grade)
        #expect(expected.requirements.count == 77)
        // Requirements that are newer than the history are not compared.
        for (id, verdict) in expected.requirements {
            #expect(judgement[id]?.verdict.kind == verdict, "\(id): \(judgement[id]?.finding.summary ?? "gone")")
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "Fixtures/Histories")

    private static func unpacked(_ name: String) async throws -> Data {
        let result = try await Subprocess.run(
            .name("gzip"),
            arguments: ["-dc", folder.appending(path: name).path(percentEncoded: false)],
            output: .data(limit: 256 << 20)
        )
        try #require(result.terminationStatus.isSuccess)
        return result.standardOutput
    }
}
