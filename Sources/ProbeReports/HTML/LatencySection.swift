//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The latencies of responses: as a distribution, and over the run.
struct LatencySection {
    private let report: Report
    private let history: History
    private let samples: [Samples]

    /// The latencies of one operation.
    private struct Samples {
        var name: String
        var className: String
        var percentiles: Report.Percentiles
        /// The instant of sending, and the duration in milliseconds.
        var points: [(sent: Instant, milliseconds: Double)]
    }

    init(report: Report, history: History) {
        self.report = report
        self.history = history
        var points: [Event.Operation: [(sent: Instant, milliseconds: Double)]] = [:]
        for event in history.events where event.isTimed {
            points[event.operation, default: []].append((event.sent, (event.received - event.sent).inMilliseconds))
        }
        let operations: [(Event.Operation, String, Report.Percentiles)] = [
            (.status, "Status polls", report.latency.status), (.results, "Results reads", report.latency.results),
            (.initiate, "Initiations", report.latency.initiate),
        ]
        samples = operations.compactMap { operation, name, percentiles in
            points[operation].map {
                Samples(name: name, className: operation.rawValue, percentiles: percentiles, points: $0)
            }
        }
    }

    var markup: Markup {
        guard !samples.isEmpty else { return .nothing }
        let values = samples.flatMap { $0.points.map(\.milliseconds) }
        return Markup("section", ["id": "latency"]) {
            Markup("h2") { "Latency" }
            Markup("p", ["class": "note"]) {
                "From the first byte sent to the last one received. The axes are logarithmic; the upright lines are p50, p90, p99 and max."
            }
            table(LogScale(values: values, length: 1000))
            overTime(LogScale(values: values, length: 180))
        }
    }

    private func table(_ scale: LogScale) -> Markup {
        Markup("table", ["class": "latency"]) {
            Markup("thead") {
                Markup("tr") {
                    Markup("th", ["scope": "col"]) { "Operation" }
                    for name in ["p50", "p90", "p99", "max"] {
                        Markup("th", ["scope": "col", "class": "number"]) { name }
                    }
                    Markup("th", ["scope": "col", "class": "chart"]) {
                        Markup("span", ["class": "hidden"]) { "Distribution" }
                        Self.axis(scale)
                    }
                }
            }
            Markup("tbody") {
                for samples in self.samples {
                    Markup("tr") {
                        Markup("th", ["scope": "row"]) {
                            samples.name
                            Markup("small") { "\(samples.points.count) answers" }
                        }
                        for (name, value) in samples.percentiles.all {
                            // On a phone, where the head of the table is hidden, the name is shown beside the figure.
                            Markup("td", ["class": "number", "data-name": name]) {
                                value.map { "\(TextLayout.decimal($0, digits: 1)) ms" } ?? "–"
                            }
                        }
                        Markup("td", ["class": "chart"]) { Self.distribution(samples, scale) }
                    }
                }
            }
        }
    }

    private static func axis(_ scale: LogScale) -> Markup {
        Markup("svg", ["class": "axis", "width": "100%", "height": "16", "aria-hidden": "true"]) {
            for (value, label) in scale.ticks {
                let x = scale.position(value) / 10
                let anchor = x < 3 ? "start" : x > 97 ? "end" : "middle"
                Markup("text", ["x": "\(Coordinate(x))%", "y": "12", "text-anchor": anchor]) { label }
            }
        }
    }

    /// Renders a histogram of durations with 80 classes.
    private static func distribution(_ samples: Samples, _ scale: LogScale) -> Markup {
        let classes = 80
        var counts = [Int](repeating: 0, count: classes)
        for (_, milliseconds) in samples.points {
            counts[min(Int(scale.position(milliseconds) / 1000 * Double(classes)), classes - 1)] += 1
        }
        let most = Double(counts.max() ?? 1)
        let width = 1000 / Double(classes)
        let bars = counts.enumerated().filter { $0.element > 0 }.map { index, count in
            // Even a single response must be visible.
            let height = max(36 * Double(count) / most, 1.5)
            return
                "M\(Coordinate(Double(index) * width)) 38v-\(Coordinate(height))h\(Coordinate(width - 2))v\(Coordinate(height))z"
        }
        let marks = samples.percentiles.all.compactMap(\.value).map { "M\(Coordinate(scale.position($0))) 0v38" }
        let label = "distribution of \(samples.points.count) durations"
        return Markup(
            "svg",
            [
                "class": "plot", "viewBox": "0 0 1000 40", "preserveAspectRatio": "none", "height": "40", "role": "img",
                "aria-label": label,
            ]
        ) {
            Markup(
                "path",
                ["class": "grid", "d": scale.ticks.map { "M\(Coordinate(scale.position($0.value))) 0v38" }.joined()]
            )
            Markup("path", ["class": "bar \(samples.className)", "d": bars.joined()])
            Markup("path", ["class": "quantile", "d": marks.joined()])
        }
    }

    private func overTime(_ scale: LogScale) -> Markup {
        let last = history.events.map(\.received).max() ?? .start
        let time = TimeScale(start: .start, end: last)
        let height = Int(scale.length)
        return Markup("figure", ["class": "over-time"]) {
            Markup("figcaption") {
                "Over the run: "
                for samples in self.samples {
                    Markup("span", ["class": "key \(samples.className)"]) { samples.name.lowercased() }
                }
            }
            Markup("div", ["class": "axes"]) {
                Markup("svg", ["class": "axis", "width": "52", "height": "\(height)", "aria-hidden": "true"]) {
                    for (value, label) in scale.ticks {
                        let y = scale.length - scale.position(value)
                        let shift = y < 6 ? 10.0 : y > scale.length - 6 ? -1 : 4
                        Markup("text", ["x": "46", "y": "\(Coordinate(y + shift))", "text-anchor": "end"]) { label }
                    }
                }
                Markup(
                    "svg",
                    [
                        "class": "plot", "viewBox": "0 0 1000 \(height)", "preserveAspectRatio": "none",
                        "height": "\(height)", "role": "img", "aria-label": "latency of each answer over the run",
                    ]
                ) {
                    time.grid(height: height)
                    Markup(
                        "path",
                        [
                            "class": "grid",
                            "d": scale.ticks.map { "M0 \(Coordinate(scale.length - scale.position($0.value)))h1000" }
                                .joined(),
                        ]
                    )
                    for samples in self.samples { Self.points(samples, time, scale) }
                }
                Markup("span")
                time.axis
            }
        }
    }

    /// Renders the points of an operation as one path; points at the same place are drawn once.
    private static func points(_ samples: Samples, _ time: TimeScale, _ scale: LogScale) -> Markup {
        var drawn: Set<Int> = []
        var path = ""
        for (sent, milliseconds) in samples.points {
            let x = time.x(sent)
            let y = scale.length - scale.position(milliseconds)
            guard drawn.insert(Int(x) * 1000 + Int(y)).inserted else { continue }
            path += "M\(Coordinate(x)) \(Coordinate(y))h.01"
        }
        return Markup("path", ["class": "points \(samples.className)", "d": path]) { Markup("title") { samples.name } }
    }
}

extension Report.Percentiles {
    /// All percentiles, each with its name.
    fileprivate var all: [(name: String, value: Double?)] {
        [("p50", p50), ("p90", p90), ("p99", p99), ("max", max)]
    }
}

extension Event {
    /// True if the report's latencies count the event: an ordinary request with a response.
    fileprivate var isTimed: Bool {
        outcome.response != nil && [.course, .early, .followsLink].contains(intent)
    }
}
