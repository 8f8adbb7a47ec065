//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks

/// Line wrapping and number formatting for terminals.
struct TextLayout {
    /// The width in columns.
    var width: Int
    /// True if colours are used.
    var color: Bool

    /// Styles a text.
    func styled(_ text: String, _ style: TerminalStyle) -> String {
        style.applied(to: TerminalText.safe(text), color: color)
    }

    /// Truncates a text to the width.
    func cut(_ text: String) -> String { TerminalText.cut(text, width: width) }

    /// Wraps a text into lines with an indent, at most a number of them; the last one is truncated.
    func wrapped(_ text: String, indent: String, first: String? = nil, atMost limit: Int) -> [String] {
        let lines = TerminalText.wrapped(text, width: width - indent.count)
        let kept = Array(lines.prefix(limit))
        return kept.enumerated().map { index, line in
            let start = index == 0 ? first ?? indent : indent
            let isCut = index == limit - 1 && lines.count > limit
            return isCut ? cut("\(start)\(line) …") : "\(start)\(line)"
        }
    }

    /// Returns a verdict's name in its colour.
    func verdict(_ verdict: Verdict.Kind) -> String {
        switch verdict {
        case .passed: styled(verdict.rawValue, .green)
        case .failed: styled(verdict.rawValue, .red)
        case .inconclusive, .skipped, .harnessError: styled(verdict.rawValue, .yellow)
        }
    }

    /// Returns a share in percent with one decimal, by default rounded down, so that 100.0 means all.
    static func percent(_ share: Double, up: Bool = false) -> String {
        let tenths = (share * 1000 + (up ? -1e-6 : 1e-6)).rounded(up ? .up : .down)
        return "\(decimal(tenths / 10, digits: 1)) %"
    }

    /// Returns a number with a fixed number of decimals.
    static func decimal(_ number: Double, digits: Int) -> String {
        guard number.isFinite, abs(number) < 1e12 else { return "\(number)" }
        var scale = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int((abs(number) * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        let padding = String(repeating: "0", count: max(digits - fraction.count, 0))
        return "\(number < 0 ? "-" : "")\(scaled / scale).\(padding)\(fraction)"
    }
}
