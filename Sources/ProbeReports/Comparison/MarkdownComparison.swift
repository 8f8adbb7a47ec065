//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A comparison in Markdown, for a pull request or a step summary.
public struct MarkdownComparison: Sendable {
    private let comparison: Comparison

    /// Creates a rendering of a comparison.
    public init(_ comparison: Comparison) {
        self.comparison = comparison
    }

    /// Renders the comparison; text from the reports is escaped.
    public func render() -> String {
        let table = ComparisonTable(comparison: comparison)
        var blocks = ["## \(table.headline)"]
        if let worsened = table.worsened { blocks.append("**Worse:** \(Self.escaped(worsened)).") }
        blocks.append(table.sides.map { "- \($0.name): \(Self.escaped($0.run))" }.joined(separator: "\n"))
        if !comparison.differences.isEmpty {
            blocks.append(
                comparison.differences.map { "> **Note:** \(Self.escaped($0))" }.joined(separator: "\n>\n")
            )
        }
        blocks.append(
            table.requirements.isEmpty
                ? "No requirement changed."
                : Self.table(
                    ["requirement", "change", "verdict", "now"],
                    table.requirements.map { [$0.id, $0.change, $0.verdicts, $0.summary] }
                )
        )
        let rates = table.rates.map { [$0.name, $0.before, $0.after, $0.probability, $0.trend] }
        blocks += [
            Self.table(["rate", "before", "after", "chance", "change"], rates), Self.escaped(table.rateRule) + ".",
        ]
        if !table.latencies.isEmpty {
            let rows = table.latencies.map { [$0.name, $0.before, $0.after, $0.ratio, $0.trend] }
            blocks += [
                Self.table(["latency", "before", "after", "ratio", "change"], rows), "In \(table.latencyRule).",
            ]
        }
        return blocks.map { "\($0)\n" }.joined(separator: "\n")
    }

    private static func table(_ head: [String], _ rows: [[String]]) -> String {
        let lines = [head, head.map { _ in "---" }] + rows.map { $0.map(escaped) }
        return lines.map { "| \($0.joined(separator: " | ")) |" }.joined(separator: "\n")
    }

    /// Escapes all special characters of Markdown and HTML, and truncates text that is too long for a cell.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in TerminalText.cut(text, width: 400) {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!", "@", "$": escaped += "\\\(character)"
            default: escaped.append(character)
            }
        }
        // GitHub would turn an address into a link.
        return escaped.replacing("://", with: "&#58;//").replacing("www.", with: "www&#46;")
    }
}
