//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The chart of a load test: latency over the offered rate, and the stages that did not hold.
struct LoadChart {
    private static let width = 720.0
    private static let height = 300.0
    private static let margin = 60.0
    private static let lines: [(name: StaticString, color: StaticString, value: @Sendable (LoadLatency) -> Double)] = [
        ("p50", "#2b6cb0", { $0.p50 }), ("p90", "#6b46c1", { $0.p90 }), ("p99", "#b7791f", { $0.p99 }),
        ("p99.9", "#718096", { $0.p999 }),
    ]

    private let stages: [LoadStage]

    init(_ outcome: LoadOutcome) {
        stages = outcome.stages.sorted { ($0.offered, $0.number) < ($1.offered, $1.number) }
    }

    /// The chart as SVG; nothing without a stage.
    var markup: Markup {
        guard let first = stages.first, let last = stages.last else { return .nothing }
        let rates = Scale(
            from: max(first.offered / 1.2, 0.1),
            to: last.offered * 1.2,
            start: Self.margin,
            end: Self.width - 20
        )
        let latencies = stages.flatMap { [$0.pollLatency.p50, $0.pollLatency.p999] }.filter { $0 > 0 }
        let times = Scale(
            from: max((latencies.min() ?? 0.001) / 1.5, 0.000_1),
            to: (latencies.max() ?? 1) * 1.5,
            start: Self.height - 40,
            end: 20
        )
        return Markup(
            "svg",
            [
                "viewBox": "0 0 \(Int(Self.width)) \(Int(Self.height))", "role": "img", "width": "100%",
                "aria-label": "Latency over the offered rate",
            ]
        ) {
            Markup.joined(rates.ticks.map { tick in vertical(rates.place(tick), LoadReport.number(tick) + "/s") })
            Markup.joined(times.ticks.map { tick in horizontal(times.place(tick), LoadReport.time(tick)) })
            Markup.joined(stages.filter { !$0.holds }.map { stage in broken(rates.place(stage.offered)) })
            Markup.joined(
                Self.lines.enumerated().map { index, line in
                    series(line.name, line.color, index, rates, times, line.value)
                }
            )
        }
    }

    private func vertical(_ x: Double, _ label: String) -> Markup {
        Markup.joined([
            line(x, 20, x, Self.height - 40, "#e2e8f0"),
            text(x, Self.height - 22, label, anchor: "middle"),
        ])
    }

    private func horizontal(_ y: Double, _ label: String) -> Markup {
        Markup.joined([
            line(Self.margin, y, Self.width - 20, y, "#e2e8f0"), text(Self.margin - 6, y + 4, label, anchor: "end"),
        ])
    }

    private func broken(_ x: Double) -> Markup {
        line(x, 20, x, Self.height - 40, "#c53030")
    }

    private func series(
        _ name: StaticString,
        _ color: StaticString,
        _ index: Int,
        _ rates: Scale,
        _ times: Scale,
        _ value: @Sendable (LoadLatency) -> Double
    ) -> Markup {
        let points = stages.filter { value($0.pollLatency) > 0 }
            .map { (rates.place($0.offered), times.place(value($0.pollLatency))) }
        let path = points.enumerated()
            .map { "\($0.offset == 0 ? "M" : "L")\(Self.short($0.element.0)) \(Self.short($0.element.1))" }
            .joined()
        return Markup.joined([
            Markup("path", ["d": path, "fill": "none", "stroke": "\(color)", "stroke-width": "2"]),
            Markup.joined(
                points.map { point in
                    Markup(
                        "circle",
                        ["cx": Self.short(point.0), "cy": Self.short(point.1), "r": "3", "fill": "\(color)"]
                    )
                }
            ),
            text(Self.margin + 10 + Double(index) * 60, Self.height - 6, "\(name)", anchor: "start", color: "\(color)"),
        ])
    }

    private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String) -> Markup {
        Markup(
            "line",
            [
                "x1": Self.short(x1), "y1": Self.short(y1), "x2": Self.short(x2), "y2": Self.short(y2),
                "stroke": color, "stroke-width": "1",
            ]
        )
    }

    private func text(_ x: Double, _ y: Double, _ label: String, anchor: String, color: String = "#4a5568") -> Markup {
        Markup(
            "text",
            ["x": Self.short(x), "y": Self.short(y), "font-size": "12", "text-anchor": anchor, "fill": color]
        ) { label }
    }

    private static func short(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}

/// A logarithmic axis.
private struct Scale {
    private let low: Double
    private let high: Double
    private let start: Double
    private let end: Double

    init(from low: Double, to high: Double, start: Double, end: Double) {
        self.low = log(low)
        self.high = max(log(high), log(low) + 0.1)
        self.start = start
        self.end = end
    }

    /// Returns the place of a value.
    func place(_ value: Double) -> Double { start + (log(value) - low) / (high - low) * (end - start) }

    /// The powers of ten within the axis, and twice and five times them.
    var ticks: [Double] {
        (-5...7).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
            .filter { (low...high).contains(log($0)) }
    }
}
