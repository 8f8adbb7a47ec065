//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import ProbeHistory
package import Watching

/// The page of a watch: the state, the rates over time, the last probes, and the last failure with its proof.
///
/// One self-contained page for browsers, without a script; a content security policy enforces it.
package struct WatchPage {
    private let watch: Watch
    private let lastFailure: WatchFailure?
    private let now: Int
    private let styles = StyleSheet()

    /// Creates a page.
    ///
    /// - Parameters:
    ///   - watch: The watch.
    ///   - lastFailure: The last failure.
    ///   - now: The time, in seconds since 1970.
    package init(_ watch: Watch, lastFailure: WatchFailure?, now: Int) {
        self.watch = watch
        self.lastFailure = lastFailure
        self.now = now
    }

    /// The page's policy, which its header field has as well.
    package var policy: String {
        "default-src 'none'; style-src \(styles.policySource); img-src data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'"
    }

    /// Renders the page as HTML.
    package func render() -> String {
        let page = Markup("html", ["lang": "en"]) {
            Markup("head") {
                Markup("meta", ["charset": "utf-8"])
                Markup("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
                Markup("meta", ["name": "color-scheme", "content": "light dark"])
                Markup("meta", ["http-equiv": "refresh", "content": "\(max(5, Int(watch.memory.settings.interval)))"])
                Markup("title") { "\(headline) · \(watch.memory.target)" }
                Markup("link", ["rel": "icon", "href": "data:,"])
                Markup("style") { Markup.styleSheet(styles) }
            }
            Markup("body") {
                header
                Markup("main") {
                    rates
                    overTime
                    rounds
                    failure
                }
                footer
            }
        }
        return Markup.joined([.verbatim("<!DOCTYPE html>\n"), page, .lineFeed]).source
    }
}

// MARK: - The parts of the page

extension WatchPage {
    private var headline: String {
        guard let last = watch.memory.rounds.last else { return "No probe has ended yet" }
        if !watch.alarms.isEmpty { return "Alarm" }
        return last.verdict.rawValue.withCapital
    }

    private var tone: String {
        guard let last = watch.memory.rounds.last else { return "" }
        return watch.alarms.isEmpty && last.verdict == .sound ? "pass" : "fail"
    }

    private var header: Markup {
        Markup("header", ["class": "verdict \(tone)"]) {
            Markup("p", ["class": "target"]) {
                "Watch of "
                Markup("code") { watch.memory.target }
            }
            Markup("div", ["class": "sum watch"]) {
                Markup("div") {
                    Markup("h1") { headline }
                    for rate in watch.alarms {
                        Markup("p", ["class": "headline"]) {
                            "\(rate.title.withCapital): below \(Percent.text(watch.memory.settings.target)) since "
                                + "\(Self.time(watch.rates[rate]?.alarmedSince ?? 0)); "
                                + "\(watch.rates[rate]?.flawlessProbesToGo ?? 0) flawless probes to the all-clear"
                        }
                    }
                    if let last = watch.memory.rounds.last {
                        Markup("p") {
                            "Probe \(last.number), \(Self.time(last.startedAt)): "
                            Markup("bdi") { last.summary }
                        }
                    }
                }
            }
        }
    }

    private var rates: Markup {
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

    private var overTime: Markup {
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

    private var rounds: Markup {
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

    private var failure: Markup {
        guard let lastFailure else { return .nothing }
        return Markup("section") {
            Markup("h2") { "The last failure" }
            Markup("p") {
                "Probe \(lastFailure.round), \(lastFailure.report.startedAt): "
                Markup("bdi") { lastFailure.summary }
            }
            if let proof = lastFailure.proof {
                Markup("h3") { "The first request that was not answered as it should be" }
                ExchangeCard(proof, lastFailure.report.words).markup
            }
            FailedSection(report: lastFailure.report).markup
        }
    }

    private var footer: Markup {
        let settings = watch.memory.settings
        return Markup("footer") {
            Markup("p") {
                "A probe each \(Self.duration(settings.interval)) with the profile \(watch.memory.profile); an alarm below "
                    + "\(Percent.text(settings.target)), a false one once in \(Self.duration(settings.falseAlarm)) at most "
                    + "on average, a false all-clear once in \(Self.duration(settings.falseClear)). Times are UTC."
            }
        }
    }

    private static func time(_ seconds: Int) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.isoSeconds).replacing("T", with: " ").replacing(
            "Z",
            with: ""
        )
    }

    private static func duration(_ seconds: Double) -> String {
        for (unit, length) in [("d", 86_400.0), ("h", 3600), ("min", 60)]
        where seconds >= length && (seconds / length).rounded() == seconds / length {
            return "\(Int(seconds / length)) \(unit)"
        }
        return seconds.rounded() == seconds ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
