//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Watching

extension WatchPage {
    /// The rates of the last hour, day and thirty days, and the state of each.
    var rates: Markup {
        let spans = [("last hour", 3600), ("last day", 86_400), ("last 30 days", 30 * 86_400)]
        return Markup("section") {
            Markup("h2") { "Rates" }
            Markup("table", ["class": "watched"]) {
                Markup("thead") {
                    Markup("tr") {
                        Markup("th", ["scope": "col"]) { "" }
                        for (name, _) in spans { Markup("th", ["scope": "col", "class": "number"]) { name } }
                        Markup("th", ["scope": "col"]) { "state" }
                    }
                }
                Markup("tbody") {
                    for rate in WatchedRate.allCases {
                        Markup("tr") {
                            Markup("th", ["scope": "row"]) { rate.title }
                            for (_, length) in spans {
                                Markup("td", ["class": "number"]) {
                                    text(of: rate, since: now - length, long: length > 86_400)
                                }
                            }
                            Markup("td") { state(of: rate) }
                        }
                    }
                }
            }
        }
    }

    private func text(of rate: WatchedRate, since start: Int, long: Bool) -> Markup {
        let series = long ? watch.memory.month : watch.memory.day
        guard let count = series.counts(since: start)[rate], let share = count.share else { return .text("–") }
        return Markup.joined([
            .text(Percent.text(share)), Markup("small") { "\(count.successes) of \(count.trials)" },
        ])
    }

    private func state(of rate: WatchedRate) -> Markup {
        guard let state = watch.rates[rate] else { return .nothing }
        if state.alarmedSince != nil { return Markup("span", ["class": "mark failed"]) { "✗ alarm" } }
        let suspicion = Int((state.suspicion * 100).rounded())
        return Markup.joined([
            Markup("span", ["class": "mark passed"]) { "✓ calm" },
            Markup("small") { "\(suspicion) % of the way to an alarm" },
        ])
    }

    /// The charts of the rates.
    var overTime: Markup {
        let earliest = watch.memory.month.buckets.first?.start
        guard let begin = watch.memory.day.buckets.first?.start, let earliest else { return .nothing }
        return Markup("section") {
            Markup("h2") { "Over time" }
            WatchChart(
                watch.memory.day,
                title: "The last 24 hours",
                from: max(now - 86_400, begin),
                to: now,
                target: target
            )
            .markup
            if earliest < now - 2 * 86_400 {
                let start = max(now - 30 * 86_400, earliest)
                WatchChart(watch.memory.month, title: "The last 30 days", from: start, to: now, target: target).markup
            }
        }
    }

    private var target: Double { watch.memory.settings.target }

    /// The last probes, the newest first.
    var rounds: Markup {
        Markup("section") {
            Markup("h2") { "Last probes" }
            Markup("table", ["class": "events probes"]) {
                Markup("tbody") {
                    for round in watch.memory.rounds.reversed().prefix(20) {
                        Markup("tr") {
                            Markup("th", ["scope": "row", "class": "number"]) { "\(round.number)" }
                            Markup("td", ["class": "number"]) { Self.time(round.startedAt) }
                            Markup("td") {
                                let isSound = round.verdict == .sound
                                Markup("span", ["class": "mark \(isSound ? "passed" : "failed")"]) {
                                    "\(isSound ? "✓" : "✗") \(round.verdict.rawValue)"
                                }
                            }
                            Markup("td") {
                                Markup("bdi") { round.summary }
                                if !round.failed.isEmpty { Markup("small") { round.failed.joined(separator: ", ") } }
                            }
                        }
                    }
                }
            }
        }
    }
}
