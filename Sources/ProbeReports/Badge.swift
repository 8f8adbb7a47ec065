//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// A badge for a README: the grade and the verdict, in the common flat style.
public struct Badge: Sendable {
    private let report: Report

    /// Creates a badge of a report.
    public init(_ report: Report) {
        self.report = report
    }

    /// Renders the badge as SVG.
    ///
    /// The groups that were not run are too long for it; they are in the title, which browsers show and screen readers
    /// read.
    public func render() -> String {
        let label = "\(report.words.job) conformance"
        let value = "\(report.grade.rawValue) · \(report.verdict.rawValue)"
        let left = Self.width(of: label) + 12
        let right = Self.width(of: value) + 12
        let notRun = report.groups.notRun.map(\.rawValue).joined(separator: ", ")
        let title = "\(label): grade \(value)\(notRun.isEmpty ? "" : "; not run: \(notRun)")"
        return Markup(
            "svg",
            [
                "xmlns": "http://www.w3.org/2000/svg", "width": "\(left + right)", "height": "20", "role": "img",
                "aria-label": title,
            ]
        ) {
            Markup("title") { title }
            Markup("rect", ["width": "\(left + right)", "height": "20", "rx": "3", "fill": "#3d444d"])
            Markup("path", ["fill": color, "d": Self.rightHalf(from: left, width: right)])
            Markup(
                "g",
                [
                    "fill": "#fff", "text-anchor": "middle", "font-family": "Verdana,Geneva,DejaVu Sans,sans-serif",
                    "font-size": "11",
                ]
            ) {
                Self.text(label, at: left / 2)
                Self.text(value, at: left + right / 2)
            }
        }
        .source + "\n"
    }

    /// Returns a rectangle with rounded right corners.
    private static func rightHalf(from left: Int, width: Int) -> String {
        "M\(left) 0h\(width - 3)a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-\(width - 3)z"
    }

    /// A colour dark enough for white text at a contrast of 4.5.
    private var color: String {
        switch report.verdict {
        case .pass: "#1a7f37"
        case .inconclusive: "#8a5a00"
        case .fail: "#c1121f"
        }
    }

    private static func text(_ text: String, at middle: Int) -> Markup {
        // The length is fixed, since the reader's machine may use another font.
        Markup("text", ["x": "\(middle)", "y": "14", "textLength": "\(width(of: text))"]) { text }
    }

    /// Returns the approximate width of a text in Verdana at 11 pixels.
    private static func width(of text: String) -> Int {
        Int(
            text.reduce(0.0) { width, character in
                switch character {
                case "i", "l", "j", "I", ".", " ", "·", "f", "t": width + 4.2
                case "m", "w", "M", "W": width + 10
                case "A"..."Z", "+": width + 8
                default: width + 6.8
                }
            }
            .rounded(.up)
        )
    }
}
