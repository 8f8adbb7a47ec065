//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// One job: its polls in lanes, its results reads and its progress over the same time.
struct JobFigure {
    private let timeline: JobTimeline
    private let history: History
    private let scale: TimeScale
    private let faults: FaultMarks
    private let rows: [Row]

    private struct Row {
        var name: String
        var found: String
        var rest: String
        var paths: MarkPaths
    }

    init(_ timeline: JobTimeline, history: History, vocabulary: Vocabulary) {
        let last = (timeline.polls + timeline.reads).map { history.events[$0.position].received }.max()
        // A little more, so that the last mark is not cut in half.
        let end = last.map { $0 + ($0 - timeline.initiated) / 100 } ?? timeline.initiated
        let scale = TimeScale(start: timeline.initiated, end: end)
        self.timeline = timeline
        self.history = history
        self.scale = scale
        faults = FaultMarks(timeline, of: history, on: scale, vocabulary)
        var rows = Lanes(timeline.polls, in: history).lanes.map { lane in
            let found = lane.marks.count { MarkPaths.Kind($0.said).isFound }
            return Row(
                name: lane.name,
                found: "\(found) of \(lane.marks.count) found",
                rest: Self.rest(of: lane.marks, isRead: false),
                paths: Self.paths(lane.marks, of: history, on: scale, vocabulary.nouns) { MarkPaths.Kind($0.said) }
            )
        }
        if !timeline.reads.isEmpty {
            let delivered = timeline.reads.count { $0.said == .complete }
            rows.append(
                Row(
                    name: "results",
                    found: "\(delivered) of \(timeline.reads.count) delivered",
                    rest: Self.rest(of: timeline.reads, isRead: true),
                    paths: Self.paths(timeline.reads, of: history, on: scale, vocabulary.nouns) { mark in
                        let isWaiting = !mark.isFaulty && (mark.said == .scanning || mark.said == .notFound)
                        return isWaiting ? .early : MarkPaths.Kind(mark.said)
                    }
                )
            )
        }
        self.rows = rows
    }

    /// True if there are wrong responses or faults.
    private var isTelling: Bool { timeline.isFaulty || hasFaults }

    /// True if the run injected faults meanwhile.
    var hasFaults: Bool { faults.words != nil }

    /// True if the job was seen complete.
    var hasCompletion: Bool { timeline.firstComplete != nil }

    /// The kinds of marks in the figure.
    var kinds: Set<MarkPaths.Kind> { rows.reduce(into: []) { $0.formUnion($1.paths.kinds) } }

    func markup(isOpen: Bool) -> Markup {
        Markup("details", ["class": isTelling ? "scan telling" : "scan", "open": isOpen ? "" : nil]) {
            Markup("summary") {
                Markup("h3") { name }
                Markup("span", ["class": "told"]) { told }
            }
            Markup("table", ["class": "lanes"]) {
                Markup("colgroup") {
                    Markup("col", ["class": "name"])
                    Markup("col", ["class": "answers"])
                    Markup("col")
                }
                Markup("thead", ["class": "hidden"]) {
                    Markup("tr") {
                        Markup("th", ["scope": "col"]) { "Lane" }
                        Markup("th", ["scope": "col"]) { "Answers" }
                        Markup("th", ["scope": "col"]) { "Over time" }
                    }
                }
                Markup("tbody") {
                    for row in rows { lane(row) }
                    progress
                    done
                    Markup("tr", ["class": "scale"]) {
                        Markup("td", ["colspan": "2"]) { "since its initiation" }
                        Markup("td", ["class": "chart"]) { scale.axis }
                    }
                }
            }
        }
    }

    private var name: String { PlainText.cut(timeline.name ?? timeline.id, to: 40) }

    /// The job in a line.
    private var told: String {
        func wrong(_ marks: [JobTimeline.Mark], _ noun: String) -> String? {
            marks.isEmpty ? nil : "\(marks.count(where: \.isFaulty)) of \(marks.count) \(noun) wrong"
        }
        let ending =
            timeline.firstComplete.map {
                "complete after \(TextLayout.decimal(($0 - timeline.initiated).inSeconds, digits: 1)) s"
            } ?? "never seen complete"
        let parts = [wrong(timeline.polls, "polls") ?? "not polled", wrong(timeline.reads, "reads"), ending]
        let done = faults.words.map { "; the prober did: \($0)" } ?? ""
        return parts.compactMap(\.self).joined(separator: ", ") + done
    }

    private func lane(_ row: Row) -> Markup {
        Markup("tr") {
            Markup("th", ["scope": "row"]) { Markup("bdi") { row.name } }
            Markup("td", ["class": "answers"]) {
                row.found
                if !row.rest.isEmpty { Markup("small") { row.rest } }
            }
            Markup("td", ["class": "chart"]) {
                plot(height: MarkPaths.height, label: "\(row.name): \(row.found) \(row.rest)") {
                    Markup("path", ["class": "baseline", "d": "M0 15h1000"])
                    row.paths.markup
                }
            }
        }
    }

    private var progress: Markup {
        let curve = ProgressCurve(timeline.polls, of: history, on: scale)
        guard let last = curve.last else { return .nothing }
        return Markup("tr") {
            Markup("th", ["scope": "row"]) { "progress" }
            Markup("td", ["class": "answers"]) { "\(last) in the end" }
            Markup("td", ["class": "chart"]) {
                plot(height: ProgressCurve.height, label: "progress as the polls told it, in the end \(last)") {
                    curve.markup
                }
            }
        }
    }

    /// The faults of the run itself, so that their effects are not attributed to the deployment.
    private var done: Markup {
        guard let words = faults.words else { return .nothing }
        return Markup("tr", ["class": "faults"]) {
            Markup("th", ["scope": "row"]) { "the prober did" }
            Markup("td", ["colspan": "2"]) { words }
        }
    }

    /// Renders a plot over the job's time, with its grid, the first `complete` and the faults.
    private func plot(height: Int, label: String, @MarkupBuilder content: () -> Markup) -> Markup {
        Markup(
            "svg",
            [
                "class": "plot", "viewBox": "0 0 1000 \(height)", "preserveAspectRatio": "none", "height": "\(height)",
                "role": "img", "aria-label": label,
            ]
        ) {
            scale.grid(height: height)
            if let complete = timeline.firstComplete {
                Markup("path", ["class": "completion", "d": "M\(Coordinate(scale.x(complete))) 0v\(height)"])
            }
            faults.lines(height: height)
            content()
        }
    }

    private static func paths(
        _ marks: [JobTimeline.Mark],
        of history: History,
        on scale: TimeScale,
        _ nouns: Nouns,
        kind: (JobTimeline.Mark) -> MarkPaths.Kind
    ) -> MarkPaths {
        var paths = MarkPaths(nouns)
        for mark in marks {
            let kind = kind(mark)
            let x = scale.x(history.events[mark.position].sent)
            paths.add(kind, at: x)
            if mark.isFaulty, kind.isFound { paths.add(.contradiction, at: x) }
        }
        return paths
    }

    /// Returns the other responses, in words.
    private static func rest(of marks: [JobTimeline.Mark], isRead: Bool) -> String {
        var parts = JobTimeline.ReportedState.allCases.compactMap { said in
            let count = marks.count { $0.said == said }
            let isExpected = isRead ? said == .complete : MarkPaths.Kind(said).isFound && said != .failed
            let word = isRead && said == .scanning ? "pending" : said.rawValue
            return count == 0 || isExpected ? nil : "\(count) \(word)"
        }
        let contradicting = marks.count { $0.isFaulty && MarkPaths.Kind($0.said).isFound }
        if !isRead, contradicting > 0 { parts.append("\(contradicting) contradicting") }
        return parts.joined(separator: ", ")
    }
}
