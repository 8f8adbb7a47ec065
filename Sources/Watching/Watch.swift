//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The state of a watch: its detectors, its last probes, its rates over time, and what has still to be told.
///
/// Pure: probes come in, changes come out. All that it knows is in its ``Memory``, so that a restart forgets nothing.
package struct Watch: Sendable {
    /// The number of probes that are remembered one by one.
    private static let remembered = 60
    /// The number of notices that wait for being told, at most.
    private static let waiting = 100

    /// The memory of a watch, as it is stored.
    package struct Memory: Codable, Sendable {
        /// The version of the format.
        package var format = 1
        /// The deployment's address.
        package var target: String
        /// The profile's name.
        package var profile: String
        /// The settings.
        package var settings: WatchSettings
        /// The watches over the rates.
        package var rates: [WatchedRate: RateWatch.Memory]
        /// The last probes, the oldest first.
        package var rounds: [Round]
        /// The rates of the last day, in five minutes each.
        package var day: RateSeries
        /// The rates of the last thirty days, in hours.
        package var month: RateSeries
        /// The number of all probes by outcome.
        package var totals: [String: Int]
        /// The counts of all probes.
        package var sums: [WatchedRate: Count]
        /// The number of all notices.
        package var notices: Int
        /// The notices that have still to be told.
        package var outbox: [Notice]
    }

    private(set) package var memory: Memory
    package private(set) var rates: [WatchedRate: RateWatch]
    /// The number of notices that were dropped since the start, because too many waited.
    package private(set) var dropped = 0

    /// Creates a watch that has seen nothing.
    package init(target: String, profile: String, settings: WatchSettings) {
        rates = Dictionary(uniqueKeysWithValues: WatchedRate.allCases.map { ($0, RateWatch(settings)) })
        memory = Memory(
            target: target,
            profile: profile,
            settings: settings,
            rates: rates.mapValues(\.memory),
            rounds: [],
            day: RateSeries(width: 300, limit: 288),
            month: RateSeries(width: 3600, limit: 720),
            totals: [:],
            sums: [:],
            notices: 0,
            outbox: []
        )
    }

    /// Goes on from a memory; `nil` for one that no watch has.
    ///
    /// - Parameters:
    ///   - memory: The memory of an earlier watch.
    ///   - settings: The settings, which may be others than before.
    ///   - ways: The ways on which changes are told; notices for others are dropped.
    package init?(_ memory: Memory, settings: WatchSettings, ways: [String]) {
        var rates: [WatchedRate: RateWatch] = [:]
        for rate in WatchedRate.allCases {
            guard let kept = memory.rates[rate],
                let watch = RateWatch(kept, settings, isSame: memory.settings == settings)
            else { return nil }
            rates[rate] = watch
        }
        self.rates = rates
        self.memory = memory
        self.memory.settings = settings
        self.memory.rates = rates.mapValues(\.memory)
        for index in memory.outbox.indices {
            self.memory.outbox[index].ways = memory.outbox[index].ways.filter { ways.contains($0.key) }
        }
        self.memory.outbox.removeAll { $0.ways.isEmpty }
    }

    /// The number of the next probe.
    package var nextNumber: Int { memory.totals.values.reduce(1, +) }

    /// The rates with an alarm, in their order.
    package var alarms: [WatchedRate] { WatchedRate.allCases.filter { rates[$0]?.alarmedSince != nil } }

    /// Adds a probe.
    ///
    /// - Parameters:
    ///   - round: The probe.
    ///   - ways: The ways on which a notice of a kind has to be told.
    /// - Returns: The changes, alarms first.
    package mutating func add(_ round: Round, ways: (Notice.Kind) -> [String]) -> [Notice] {
        let previous = memory.rounds.last?.verdict
        memory.rounds.append(round)
        if memory.rounds.count > Self.remembered { memory.rounds.removeFirst() }
        memory.day.add(round)
        memory.month.add(round)
        memory.totals[round.verdict.rawValue, default: 0] += 1
        for (rate, count) in round.counts { memory.sums[rate, default: Count(0, of: 0)].add(count) }
        var notices: [Notice] = []
        for rate in WatchedRate.allCases {
            guard let share = round.counts[rate]?.share, var watch = rates[rate] else { continue }
            let since = watch.alarmedSince
            let change = watch.add(share, at: round.startedAt)
            rates[rate] = watch
            guard let change else { continue }
            let kind = change == .alarm ? Notice.Kind.alarm : .allClear
            notices.append(notice(kind, rate, round, previous, since: since ?? round.startedAt))
        }
        if previous ?? .sound != round.verdict { notices.append(notice(.verdict, nil, round, previous, since: nil)) }
        memory.rates = rates.mapValues(\.memory)
        for index in notices.indices {
            memory.notices += 1
            notices[index].number = memory.notices
            notices[index].ways = Dictionary(uniqueKeysWithValues: ways(notices[index].kind).map { ($0, 0) })
        }
        memory.outbox += notices.filter { !$0.ways.isEmpty }
        let surplus = max(0, memory.outbox.count - Self.waiting)
        memory.outbox.removeFirst(surplus)
        dropped += surplus
        return notices
    }

    private func notice(
        _ kind: Notice.Kind,
        _ rate: WatchedRate?,
        _ round: Round,
        _ previous: ProbeVerdict?,
        since: Int?
    ) -> Notice {
        let goal = Percent.text(memory.settings.target)
        let text =
            switch (kind, rate) {
            case (.alarm, let rate?): "\(rate.title): below \(goal); \(round.summary)"
            case (.allClear, let rate?): "\(rate.title): well again"
            default: "\(round.verdict.rawValue)\(previous.map { " after \($0.rawValue)" } ?? ""): \(round.summary)"
            }
        return Notice(
            number: 0,
            kind: kind,
            rate: rate,
            verdict: round.verdict,
            previous: previous,
            time: round.startedAt,
            alarmedSince: since,
            round: round.number,
            text: text,
            ways: [:]
        )
    }
}

// MARK: - Telling

extension Watch {
    /// The oldest notice that has to be told on a way.
    package func next(on way: String) -> Notice? { memory.outbox.first { $0.ways[way] != nil } }

    /// Takes a notice off a way, because it was told or given up.
    package mutating func finish(_ notice: Notice, on way: String) {
        guard let index = memory.outbox.firstIndex(where: { $0.number == notice.number }) else { return }
        memory.outbox[index].ways[way] = nil
        if memory.outbox[index].ways.isEmpty { memory.outbox.remove(at: index) }
    }

    /// Counts an attempt that failed.
    ///
    /// - Returns: The number of attempts.
    package mutating func countAttempt(_ notice: Notice, on way: String) -> Int {
        guard let index = memory.outbox.firstIndex(where: { $0.number == notice.number }) else { return 0 }
        memory.outbox[index].ways[way, default: 0] += 1
        return memory.outbox[index].ways[way] ?? 0
    }
}
