//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing
import Watching

@Suite struct `The state of a watch` {
    private static let settings = WatchSettings(interval: 60, falseAlarm: 86_400, falseClear: 3600)

    private func watch() -> Watch {
        Watch(target: "https://scan.example.com", profile: "opportunity-scan", settings: Self.settings)
    }

    private func round(_ number: Int, _ counts: [WatchedRate: Count], _ verdict: ProbeVerdict = .sound) -> Round {
        Round(
            number: number,
            startedAt: 1_800_000_000 + 60 * number,
            milliseconds: 900,
            verdict: verdict,
            counts: counts,
            summary: "probe \(number)"
        )
    }

    private func sound(_ number: Int) -> Round {
        round(number, [.found: Count(20, of: 20), .reached: Count(1, of: 1)])
    }

    private func faulty(_ number: Int) -> Round {
        round(number, [.found: Count(10, of: 20), .reached: Count(1, of: 1)], .faulty)
    }

    private func unreachable(_ number: Int) -> Round { round(number, [.reached: Count(0, of: 1)], .unreachable) }

    /// As a restart does.
    private func restarted(_ watch: Watch, settings: WatchSettings = settings) throws -> Watch {
        let data = try JSONEncoder().encode(watch.memory)
        let memory = try JSONDecoder().decode(Watch.Memory.self, from: data)
        return try #require(Watch(memory, settings: settings, ways: ["command"]))
    }

    @Test func `raises one alarm, and gives the all-clear after it`() {
        var watch = watch()
        var kinds: [Notice.Kind] = []
        for number in 1...200 {
            let notices = watch.add(number > 50 && number <= 80 ? faulty(number) : sound(number)) { _ in [] }
            kinds += notices.map(\.kind)
        }
        #expect(kinds.filter { $0 == .alarm }.count == 1)
        #expect(kinds == [.verdict, .alarm, .verdict, .allClear])
    }

    @Test func `is the same with a restart after each probe`() throws {
        var one = watch()
        var other = watch()
        for number in 1...200 {
            let probe = number > 50 && number <= 80 ? faulty(number) : sound(number)
            let expected = one.add(probe) { _ in ["command"] }
            #expect(other.add(probe) { _ in ["command"] } == expected)
            other = try restarted(other)
            #expect(other.rates == one.rates)
        }
        #expect(other.memory.outbox.count == 4)
        #expect(other.nextNumber == 201)
    }

    @Test func `never counts a probe that could not be run as not found`() {
        var watch = watch()
        var alarms: [WatchedRate?] = []
        for number in 1...20 {
            alarms += watch.add(unreachable(number)) { _ in [] }.filter { $0.kind == .alarm }.map(\.rate)
        }
        #expect(alarms == [.reached])
        #expect(watch.memory.sums[.found] == nil)
        #expect(watch.rates[.found] == RateWatch(Self.settings))
    }

    @Test func `keeps an alarm under other settings, and begins the detectors anew`() throws {
        var watch = watch()
        for number in 1...20 { _ = watch.add(faulty(number)) { _ in [] } }
        #expect(watch.alarms == [.found])
        let other = WatchSettings(interval: 30, falseAlarm: 86_400, falseClear: 3600)
        let later = try restarted(watch, settings: other)
        #expect(later.alarms == [.found])
        #expect(later.rates[.reached] == RateWatch(other))
    }

    @Test func `takes no memory that no watch has`() throws {
        var memory = watch().memory
        memory.rates[.found]?.fall[3] = -1
        #expect(Watch(memory, settings: Self.settings, ways: []) == nil)
        memory = watch().memory
        memory.rates[.found]?.alarmedSince = 5
        #expect(Watch(memory, settings: Self.settings, ways: []) == nil)
        memory = watch().memory
        memory.rates[.results] = nil
        #expect(Watch(memory, settings: Self.settings, ways: []) == nil)
    }

    @Test func `is bounded, however long it goes on and however little is told`() throws {
        var watch = watch()
        for number in 1...50_000 {
            _ = watch.add(number.isMultiple(of: 2) ? sound(number) : faulty(number)) { _ in ["x"] }
        }
        let memory = watch.memory
        #expect(memory.rounds.count == 60 && memory.day.buckets.count == 288 && memory.month.buckets.count == 720)
        #expect(memory.outbox.count == 100)
        #expect(memory.outbox.last?.round == 50_000)
        #expect(try JSONEncoder().encode(memory).count < 150_000)
    }

    @Test func `tells a change on each way until it is told or given up`() {
        var watch = watch()
        _ = watch.add(faulty(1)) { _ in ["a", "b"] }
        let notice = watch.next(on: "a")
        #expect(notice?.kind == .verdict && watch.next(on: "b") == notice)
        guard let notice else { return }
        #expect(watch.countAttempt(notice, on: "a") == 1)
        watch.finish(notice, on: "a")
        #expect(watch.next(on: "a") == nil && watch.next(on: "b")?.number == 1)
        watch.finish(notice, on: "b")
        #expect(watch.memory.outbox.isEmpty)
    }

    @Test(arguments: [(1.0, "100 %"), (0.9999, "99.9 %"), (0.95, "95 %"), (0.0001, "0.1 %"), (0, "0 %")])
    func `shows shares that are nearly whole as what they are`(share: Double, text: String) {
        #expect(Percent.text(share) == text)
    }
}
