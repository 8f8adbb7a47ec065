//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A comparison for a terminal.
public struct TerminalComparison: Sendable {
    private let comparison: Comparison

    /// Creates a rendering of a comparison.
    public init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    /// Renders the comparison.
    ///
    /// - Parameters:
    ///   - width: The width of the terminal in columns, at least 60.
    ///   - color: Whether to use colours.
    /// - Returns: The lines, each ended by a line feed. Text from the reports is escaped.
    public func render(width: Int = 100, color: Bool = false) -> String {
        let page = TextLayout(width: max(width, 60), color: color)
        let table = ComparisonTable(comparison: comparison)
        let style: TerminalStyle =
            switch comparison.result {
            case .worse: .red
            case .better: .green
            case .same: .bold
            }
        var lines = [page.styled(table.headline, style)]
        if let worsened = table.worsened {
            lines += page.wrapped(worsened, indent: "        ", first: TerminalText.padded("worse", to: 8), atMost: 3)
        }
        for side in table.sides {
            lines += page.wrapped(side.run, indent: "        ", first: TerminalText.padded(side.name, to: 8), atMost: 3)
        }
        for difference in comparison.differences {
            lines += page.wrapped("note: \(difference)", indent: "  ", first: "", atMost: 3)
        }
        lines += ["", page.styled("Requirements", .bold)]
        if table.requirements.isEmpty { lines.append("  no change") }
        for row in table.requirements {
            let first = "  \(TerminalText.padded(row.change, to: 15))\(TerminalText.safe(row.id))  "
            let indent = String(repeating: " ", count: first.count)
            lines += page.wrapped("\(row.verdicts): \(row.summary)", indent: indent, first: first, atMost: 3)
        }
        lines += ["", page.styled("Rates", .bold)]
        for row in table.rates {
            let change = "\(TerminalText.padded(row.before, to: 16)) → \(TerminalText.padded(row.after, to: 16))"
            lines.append("  \(TerminalText.padded(row.name, to: 26))\(change)  \(row.probability)  \(row.trend)")
        }
        lines += page.wrapped(table.rateRule, indent: "  ", atMost: 2)
        if !table.latencies.isEmpty {
            lines += ["", page.styled("Latency", .bold)]
            lines += Self.latencies(table, page)
            lines += page.wrapped(table.latencyRule, indent: "  ", atMost: 3)
        }
        return lines.map { "\($0)\n" }.joined()
    }

    /// Returns the latencies in columns, as wide as their longest cell; two lines each where the terminal is too
    /// narrow.
    private static func latencies(_ table: ComparisonTable, _ page: TextLayout) -> [String] {
        func longest(_ cell: (String, String, String, String, String) -> String) -> Int {
            table.latencies.map { cell($0.name, $0.before, $0.after, $0.ratio, $0.trend).count }.max() ?? 0
        }
        let before = longest { _, before, _, _, _ in before }
        let after = longest { _, _, after, _, _ in after }
        let isNarrow = 2 + 14 + before + 3 + after + 2 + 9 + 2 + 15 > page.width
        return table.latencies.flatMap { row in
            let name = "  \(TerminalText.padded(row.name, to: 14))"
            let change =
                "\(TerminalText.padded(row.before, to: before)) → \(TerminalText.padded(row.after, to: isNarrow ? 0 : after))"
            let said = "\(TerminalText.padded(row.ratio, to: 7))  \(row.trend)"
            return isNarrow ? ["\(name)\(said)", "    \(change)"] : ["\(name)\(change)  \(said)"]
        }
    }
}
