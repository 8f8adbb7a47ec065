//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ScanCore
import Strategies

/// A table of findings for people: the best opportunities and a summary of each strategy.
struct ScanTable {
    private let entry: ScanEntry
    private let limit: Int

    /// Creates a table with a maximum number of opportunities.
    init(_ entry: ScanEntry, limit: Int) {
        self.entry = entry
        self.limit = limit
    }

    /// The table as text, with control characters in market data replaced.
    var text: String {
        let opportunities = entry.opportunities
        let shown = opportunities.prefix(limit)
        var text = ""
        if !shown.isEmpty { text += Self.aligned([Self.heads] + shown.map(Self.row)) + "\n" }
        text += Self.aligned([Self.strategyHeads] + entry.runs.map(Self.row)) + "\n"
        let symbols = entry.runs.map(\.symbols).max() ?? 0
        let rest = opportunities.count > shown.count ? ", the best \(shown.count) shown" : ""
        text += "\(Self.opportunities(opportunities.count)) among \(symbols) symbols\(rest).\n"
        for recommendation in entry.advice?.recommendations ?? [] {
            let contribution = recommendation.contribution
            text += """
                \(recommendation.strategyID) would have added \(Self.opportunities(contribution.count)), \
                \(Self.fixed(contribution.totalPotentialUSD, 2)) USD.

                """
        }
        return text
    }

    private static let heads = [
        "PROFIT USD", "CONFIDENCE", "RISK", "STRATEGY", "SYMBOL", "SIDE", "ENTRY", "EXIT", "CAPITAL USD", "TIME",
    ]
    private static let strategyHeads = ["FOUND", "POTENTIAL USD", "SYMBOLS", "OMITTED", "MS", "STRATEGY"]

    private static func row(_ opportunity: Opportunity) -> [String] {
        [
            fixed(opportunity.profitPotentialUSD, 2), fixed(opportunity.confidenceScore, 1),
            opportunity.riskLevel.rawValue, opportunity.strategyID, opportunity.symbol.shown,
            opportunity.metadata["side"]?.text ?? "", opportunity.entryPrice.map { "\($0)" } ?? "",
            opportunity.exitPrice.map { "\($0)" } ?? "", fixed(opportunity.requiredCapitalUSD, 2),
            opportunity.estimatedTimeframe,
        ]
    }

    private static func row(_ run: StrategyRun) -> [String] {
        let contribution = Contribution(of: run.opportunities)
        return [
            "\(contribution.count)", fixed(contribution.totalPotentialUSD, 2), "\(run.symbols)",
            "\(run.omissions.total)", "\(run.milliseconds)", run.strategyID + (run.error.map { ": \($0)" } ?? ""),
        ]
    }

    private static func opportunities(_ count: Int) -> String {
        count == 1 ? "1 opportunity" : "\(count) opportunities"
    }

    /// Formats a number with a fixed number of decimals.
    private static func fixed(_ value: Double, _ places: Int) -> String {
        let scale = places == 1 ? 10.0 : 100
        guard value.magnitude < 1e15 else { return "\(value)" }
        let rounded = Int64((value.magnitude * scale).rounded())
        let (whole, part) = rounded.quotientAndRemainder(dividingBy: Int64(scale))
        let decimals = String(repeating: "0", count: places - "\(part)".count) + "\(part)"
        return (value < 0 ? "-" : "") + "\(whole).\(decimals)"
    }

    /// Formats rows of equal length as columns two spaces apart, with numbers aligned right.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.count)
                return rows.dropFirst().allSatisfy { Double($0[column]) != nil } ? space + cell : cell + space
            }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}

extension MetadataValue {
    /// The text value, sanitised for a terminal; `nil` if the value is not text.
    fileprivate var text: String? {
        if case .string(let value) = self { value.shown } else { nil }
    }
}

extension String {
    /// The text sanitised for a terminal: control, format and unassigned characters become question marks.
    var shown: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.isHarmless ? $0 : "?" }))
    }
}
