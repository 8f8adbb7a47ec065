//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import Watching

/// The mean delays of an alarm, simulated; the guide has them as a table.
@Suite struct `The delay of an alarm` {
    private static let runs = 2000
    /// Four rates are watched with a probe each minute, and raise one false alarm in thirty days.
    private static let length = 4 * 30 * 1440.0

    /// The mean number of probes from a fall to its alarm, when everything had been right for a day.
    private static func meanDelay(_ kind: SimulatedProbes.Kind, rate: Double) async -> Double {
        var calm = FallDetector(target: 0.95, length: length)
        for _ in 0..<1440 { _ = calm.add(1) }
        var sum = 0
        var probes = SimulatedProbes(kind, rate: rate, seed: UInt64(rate * 1000))
        for run in 0..<runs {
            // Others wait for the thread, and some of them for the clock.
            if run.isMultiple(of: 50) { await Task.yield() }
            var detector = calm
            var delay = 1
            while !detector.add(probes.next()) { delay += 1 }
            sum += delay
        }
        return Double(sum) / Double(runs)
    }

    private static func table() async -> String {
        var rows: [String] = []
        for rate in [0.9, 0.8, 0.5, 0] {
            var cells: [String] = []
            for kind in [SimulatedProbes.Kind.independent, .twoJobs, .sharingOneFate] {
                cells.append("\(Int(await meanDelay(kind, rate: rate).rounded()))")
            }
            rows.append("| \(Int(rate * 100)) % | \(cells.joined(separator: " | ")) |")
        }
        return """
            | rate after the fall | requests fail independently | the requests of a job share its fate | those of a whole probe do |
            |---|---|---|---|
            \(rows.joined(separator: "\n"))
            """
    }

    @Test func `stands in the guide as it is simulated`() async throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Conformance/Guides/watch.md").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = "<!-- Written by Scripts/tables: delays. -->\n\n"
        let start = try #require(text.range(of: begin)?.upperBound)
        let end = try #require(text.range(of: "\n\n<!-- The end of delays. -->")?.lowerBound)
        let written = text[start..<end]
        let table = await Self.table()
        guard ProcessInfo.processInfo.environment["UPDATE_TABLES"] != nil else {
            #expect(written == table, "\(file.path) is out of date: Scripts/tables writes it")
            return
        }
        let updated = text.replacingCharacters(in: start..<end, with: table)
        if updated != text { try updated.write(to: file, atomically: true, encoding: .utf8) }
    }

    @Test(arguments: SimulatedProbes.Kind.allCases)
    fileprivate func `is shorter the deeper the fall`(kind: SimulatedProbes.Kind) async {
        var delays: [Double] = []
        for rate in [0.9, 0.8, 0.5, 0] { delays.append(await Self.meanDelay(kind, rate: rate)) }
        #expect(delays == delays.sorted(by: >))
    }
}
