//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Watching

/// The rates of a watch over time, one line for each, with the target.
struct WatchChart {
    private static let height = 90.0
    private static let lines: [(rate: WatchedRate, name: String, style: String)] = [
        (.found, "found", "polls"), (.results, "results", "results"), (.initiated, "initiated", "initiate"),
        (.reached, "reached", "reached"),
    ]

    private let series: RateSeries
    private let title: String
    private let start: Double
    private let end: Double
    private let target: Double

    init(_ series: RateSeries, title: String, from start: Int, to end: Int, target: Double) {
        self.series = series
        self.title = title
        self.start = Double(start)
        self.end = Double(max(end, start + 1))
        self.target = target
    }

    var markup: Markup {
        Markup("figure", ["class": "over-time"]) {
            Markup("figcaption") {
                "\(title), from \(Int(start).isoTime), \(series.width / 60) min each: "
                for line in Self.lines { Markup("span", ["class": "key \(line.style)"]) { line.name } }
            }
            Markup("div", ["class": "axes"]) {
                labels
                Markup(
                    "svg",
                    [
                        "class": "plot", "viewBox": "0 0 1000 \(Int(Self.height) + 10)", "height": "120",
                        "preserveAspectRatio": "none", "role": "img", "aria-label": title,
                    ]
                ) {
                    Markup("path", ["class": "baseline", "d": "M0 \(y(1))H1000M0 \(y(0))H1000"])
                    Markup("path", ["class": "goal", "d": "M0 \(y(target))H1000"])
                    for line in Self.lines {
                        Markup("path", ["class": "over \(line.style)", "d": path(of: line.rate)])
                    }
                }
            }
        }
    }

    private var labels: Markup {
        Markup("svg", ["width": "48", "height": "120", "aria-hidden": "true"]) {
            for (share, label) in [(1.0, "100 %"), (0.5, "50 %"), (0, "0 %")] {
                Markup(
                    "text",
                    ["x": "44", "y": "\(Coordinate((5 + (1 - share) * Self.height) * 1.2 + 4))", "text-anchor": "end"]
                ) { label }
            }
        }
    }

    private func y(_ share: Double) -> Coordinate {
        Coordinate(5 + (1 - share) * Self.height)
    }

    /// A horizontal stroke for each interval, joined where one follows the other.
    private func path(of rate: WatchedRate) -> String {
        var path = ""
        var last: Double?
        for bucket in series.buckets {
            guard let share = bucket.counts[rate]?.share, Double(bucket.start + series.width) > start else { continue }
            let left = position(Double(bucket.start))
            let right = position(Double(bucket.start + series.width))
            path += "\(last == left ? "L" : "M")\(Coordinate(left)) \(y(share))H\(Coordinate(right))"
            last = right
        }
        return path
    }

    private func position(_ time: Double) -> Double { min(max((time - start) / (end - start), 0), 1) * 1000 }
}
