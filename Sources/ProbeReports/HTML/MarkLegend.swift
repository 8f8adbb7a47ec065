//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The legend of the marks and lines that occur.
struct MarkLegend {
    /// The marks.
    let kinds: Set<MarkPaths.Kind>
    /// The words of the API.
    let nouns: Nouns
    /// True if there is the line of a first `complete`.
    let hasCompletion: Bool
    /// True if there is a line of a fault.
    let hasFaults: Bool

    var markup: Markup {
        Markup("ul", ["class": "legend"]) {
            for kind in MarkPaths.Kind.allCases where kinds.contains(kind) {
                Self.item(kind.words(nouns)) {
                    Markup("path", ["class": "baseline", "d": "M0 15h10"])
                    Markup("g", ["class": "w4"]) {
                        Markup("path", ["class": kind.className, "d": "M5 \(kind.stroke)"])
                    }
                }
            }
            if hasCompletion { Self.line("completion", "first complete") }
            if hasFaults { Self.line("fault", "done by the prober, to see what becomes of the \(nouns.job)") }
        }
    }

    private static func line(_ className: String, _ words: String) -> Markup {
        item(words) { Markup("path", ["class": className, "d": "M5 0v30"]) }
    }

    private static func item(_ words: String, @MarkupBuilder picture: () -> Markup) -> Markup {
        Markup("li") {
            Markup("svg", ["viewBox": "0 0 10 30", "width": "10", "height": "30", "aria-hidden": "true"]) {
                picture()
            }
            words
        }
    }
}
