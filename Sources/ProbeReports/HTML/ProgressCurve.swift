//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The progress of a job in its polls: a staircase if all is well, a sawtooth if responses differ in age.
struct ProgressCurve {
    /// The height of the plot.
    static let height = 56

    private let line: String
    private let wrong: String
    /// The last reported progress, such as `14/14`.
    let last: String?

    init(_ polls: [JobTimeline.Mark], of history: History, on scale: TimeScale) {
        var line = ""
        var wrong = ""
        var last: String?
        var previous: (x: Int, y: Int)?
        // The time is that of receipt: a response may have been delayed while later polls were answered.
        let told = polls.compactMap { mark in
            (history.events[mark.position].outcome.response?.parsed?.progress).map { (mark, $0) }
        }
        .sorted { history.events[$0.0.position].received < history.events[$1.0.position].received }
        var highest = 0
        // A count beyond the total has to fit as well.
        let top = told.map { max($0.1.completed ?? 0, $0.1.total ?? 0) }.max() ?? 0
        for (mark, progress) in told {
            guard let completed = progress.completed, top > 0 else { continue }
            // Lower than known already, and yet no contradiction: such a response was only late.
            if completed < highest, !mark.isFaulty { continue }
            highest = max(highest, completed)
            let x = scale.x(history.events[mark.position].received)
            let y = Double(Self.height - 5) - Double(Self.height - 10) * Double(max(completed, 0)) / Double(top)
            last = "\(completed)/\(progress.total.map(String.init) ?? "?")"
            // A point at the same place adds nothing.
            let point = (x: Int(x * 2), y: Int(y * 2))
            guard previous.map({ $0 != point }) ?? true else { continue }
            previous = point
            line += line.isEmpty ? "M\(Coordinate(x)) \(Coordinate(y))" : "H\(Coordinate(x))V\(Coordinate(y))"
            if mark.isFaulty { wrong += "M\(Coordinate(x)) \(Coordinate(y))h.01" }
        }
        self.line = line
        self.wrong = wrong
        self.last = last
    }

    var markup: Markup {
        Markup("g") {
            Markup("path", ["class": "baseline", "d": "M0 \(Self.height - 5)h1000M0 5h1000"])
            Markup("path", ["class": "progress", "d": line])
            if !wrong.isEmpty {
                Markup("path", ["class": "contradiction", "d": wrong]) {
                    Markup("title") { "contradicts what was known" }
                }
            }
        }
    }
}
