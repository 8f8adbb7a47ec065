//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import FoundationEssentials
import KitSupport
import ProbeHistory
package import Watching

/// The page of a watch: the state, the rates over time, the last probes, and the last failure with its proof.
///
/// One self-contained page for browsers, without a script; a content security policy enforces it.
package struct WatchPage {
    let watch: Watch
    private let lastFailure: WatchFailure?
    /// The time, in seconds since 1970.
    let now: Int
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

    private var failure: Markup {
        guard let lastFailure else { return .nothing }
        return Markup("section") {
            Markup("h2") { "The last failure" }
            Markup("p") {
                "Probe \(lastFailure.round), \(lastFailure.report.startedAt): "
                Markup("bdi") { lastFailure.summary }
            }
            // Failed requirements have proofs of their own.
            if lastFailure.report.outcomes(.failed).isEmpty, let proof = lastFailure.proof {
                Markup("h4") { "The first request that was not answered as it should be" }
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

    static func time(_ seconds: Int) -> String {
        seconds.isoTime.replacing("T", with: " ").replacing("Z", with: "")
    }

    private static func duration(_ seconds: Double) -> String {
        for (unit, length) in [("d", 86_400.0), ("h", 3600), ("min", 60)]
        where seconds >= length && (seconds / length).rounded() == seconds / length {
            return "\(Int(seconds / length)) \(unit)"
        }
        return seconds.rounded() == seconds ? "\(Int(seconds)) s" : "\(seconds) s"
    }
}
