//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanSimulation
import TestSelection
import TestSupport
import Testing

@Suite struct `Simulation` {
    /// Schedules with much in them.
    private static let seeds: [UInt64] = [1, 29, 336, 466, 716]

    @Test(.takesSeconds) func `of the core breaks no rule in a thousand schedules`() throws {
        let campaign = Campaign()
        let seed = campaign.firstFailure(from: 1, count: 1000, threads: 2)
        let finding = seed.flatMap { campaign.finding(at: $0) }
        #expect(seed == nil, "\(finding.map { "\($0.violation), Scripts/simulate --replay \($0.smallest)" } ?? "")")
    }

    /// A registration that arrives once more brings back what the store forgot, while a client is told that it is away.
    @Test(arguments: [174_147]) func `of the core breaks none in what once seemed to break one`(seed: UInt64) {
        #expect(Campaign().finding(at: seed) == nil)
    }

    @Test(arguments: seeds)
    func `gives the same trace for the same seed, twice in one process and in another one`(seed: UInt64) async throws {
        let traces = (0..<2).map { _ in Campaign().trace(of: Reduction(seed: seed)) }
        #expect(traces[0].count > 20)
        #expect(traces[0] == traces[1])
        let program = try await Executables.run("scan-simulate", ["--replay", "\(seed)"])
        #expect(program.status == 0)
        #expect(program.output.split(separator: "\n").map(String.init) == traces[0] + ["Every rule holds."])
    }

    @Test func `gives different traces for different seeds`() {
        let traces = (1...50).map { Campaign().trace(of: Reduction(seed: $0)) }
        #expect(Set(traces).count == traces.count)
    }

    @Test(.takesSeconds, arguments: CoreMutant.all)
    func `finds a mutant of the core within ten thousand schedules`(mutant: CoreMutant) {
        let seed = Campaign(mutant.behaviour).firstFailure(from: 1, count: 10_000, threads: 2)
        #expect(seed != nil, "\(mutant.says), and no schedule noticed")
    }

    @Test(arguments: CoreMutant.all.prefix(4))
    func `shrinks a failing schedule until nothing can be left out`(mutant: CoreMutant) throws {
        let campaign = Campaign(mutant.behaviour)
        let seed = try #require(campaign.firstFailure(from: 1, count: 10_000, threads: 1))
        let finding = try #require(campaign.finding(at: seed))
        let smallest = try #require(Reduction(finding.smallest.description))
        #expect(smallest == finding.smallest)
        #expect(campaign.breaks(smallest)?.rule == finding.violation.rule)
        #expect(campaign.trace(of: smallest) == finding.trace)
        #expect(finding.trace.contains { $0.contains("VIOLATION") })
        for smaller in smallest.smaller { #expect(campaign.breaks(smaller)?.rule != finding.violation.rule) }
    }
}

@Suite struct `The name of a schedule` {
    @Test(arguments: ["7", "7:visits=0.2", "7:visits=", "18446744073709551615:faults=1:ordered:prompt"])
    func `is read as it is written`(name: String) throws {
        #expect(try #require(Reduction(name)).description == name)
    }

    @Test(arguments: ["x", "-1", "7:", "7:visit=1", "7:visits=a", "7:visits=-1", "7 ", "7:ordered:x"])
    func `is refused if it is none`(name: String) async throws {
        #expect(Reduction(name) == nil)
        let program = try await Executables.run("scan-simulate", ["--replay=\(name)"])
        #expect(program.status == 64)
        #expect(program.error.contains("names no schedule"))
    }

    @Test func `may name visits and faults that are not there`() {
        let reduction = Reduction("7:visits=0.99:faults=99")
        #expect(reduction.map { Campaign().breaks($0) } == .some(nil))
    }
}
