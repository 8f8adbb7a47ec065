//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials
public import ProbeHistory

/// The report of a load test, as text, as a page with a chart, and as JSON.
public struct LoadReport: Sendable {
    /// The name of the JSON file.
    public static let json = "load.json"
    /// The name of the page.
    public static let page = "load.html"

    private let outcome: LoadOutcome

    /// Creates a report of a load test.
    ///
    /// - Parameter outcome: The outcome of the test.
    public init(_ outcome: LoadOutcome) {
        self.outcome = outcome
    }

    /// Writes the report's files into a folder, which is created if necessary; files of the same name are replaced.
    ///
    /// - Parameter directory: The folder.
    /// - Throws: An error of Foundation when the folder cannot be created or written to.
    public func write(to directory: URL) throws {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try self.data().write(to: directory.appending(path: Self.json), options: .atomic)
        try Data(LoadPage(outcome, headline: headline).render().utf8)
            .write(to: directory.appending(path: Self.page), options: .atomic)
    }

    /// Returns the outcome as JSON.
    ///
    /// - Throws: An error of the encoder.
    public func data() throws -> Data {
        try PlainJSON.encode(outcome)
    }

    /// The answer in a few sentences: how much it holds, what breaks first, and how sure that is.
    public var headline: String {
        var sentences: [String] = []
        switch (outcome.capacity, outcome.isConfirmed) {
        case (let capacity?, true): sentences.append("Holds \(Self.rate(capacity)), confirmed.")
        case (let capacity?, false): sentences.append("Held \(Self.rate(capacity)) once; not confirmed.")
        case (nil, _): sentences.append("Holds at no rate that was offered.")
        }
        if let brokenBy = outcome.brokenBy, let stage = outcome.lowestBroken {
            sentences.append(
                "At \(Self.rate(stage.offered)) breaks first: \(brokenBy.rawValue). \(Self.reason(brokenBy, stage))"
            )
        }
        switch outcome.ending {
        case .broke: break
        case .maximumRate: sentences.append("That is the highest rate that was allowed.")
        case .proberLimit:
            sentences.append("More could not be offered from this machine: the prober was late with its own requests.")
        case .budget: sentences.append("The time of the plan was over.")
        case .interrupted: sentences.append("The test was interrupted.")
        }
        return sentences.joined(separator: " ")
    }

    /// Renders the report as text.
    public func text() -> String {
        var lines = [headline, ""]
        let header = ["stage", "offered/s", "answered/s", "p50", "p90", "p99", "p99.9", "wrong", ""]
        let rows = outcome.stages.map { stage in
            let latency = stage.pollLatency
            return [
                "\(stage.number)", Self.number(stage.offered), Self.number(stage.achieved),
                Self.time(latency.p50), Self.time(latency.p90), Self.time(latency.p99), Self.time(latency.p999),
                "\(stage.wrongAnswers)", Self.ending(stage),
            ]
        }
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        for row in [header] + rows {
            let cells = row.indices.map { column in
                let space = String(repeating: " ", count: widths[column] - row[column].count)
                return column == row.count - 1 ? row[column] : space + row[column]
            }
            lines.append(cells.joined(separator: "  "))
        }
        lines += ["", "Latency is that of status polls, from when each was due."]
        for example in outcome.examples.prefix(5) {
            let place = example.worker.map { ", worker \($0)" } ?? ""
            lines.append(
                TerminalText.safe(
                    "  \(example.trouble.rawValue) in stage \(example.stage)\(place): \(example.text): \(example.url)"
                )
            )
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The reason that a stage broke, with the worker where it is one worker's doing.
    private static func reason(_ trouble: LoadTrouble, _ stage: LoadStage) -> String {
        let count = stage.wrong[trouble.rawValue] ?? 0
        switch trouble {
        case .latency:
            if stage.dropped > 0 { return "\(stage.dropped) arrivals found too many requests under way." }
            return
                "The 99th percentile is \(time(stage.pollLatency.p99)) for polls, \(time(stage.readLatency.p99)) for results."
        case .notFound, .status:
            let share = "\(percent(count, of: stage.polls)) of polls"
            let detail = stage.detail.map { ", most of them `\(PlainText.visible($0, keepsLines: false))`" } ?? ""
            return "\(share)\(detail)\(workers(stage))."
        case .results:
            let detail = stage.detail.map { ", most of them `\(PlainText.visible($0, keepsLines: false))`" } ?? ""
            return "\(percent(count, of: stage.reads)) of results reads\(detail)."
        case .initiations:
            let detail = stage.detail.map { ", most of them `\(PlainText.visible($0, keepsLines: false))`" } ?? ""
            return "\(percent(count, of: stage.initiations)) of initiations\(detail)."
        }
    }

    private static func workers(_ stage: LoadStage) -> String {
        let wrong = stage.workers.filter { $0.value.wrong > 0 }
        guard stage.workers.count > 1, let worst = wrong.max(by: { $0.value.wrong < $1.value.wrong }) else { return "" }
        let all = wrong.values.reduce(0) { $0 + $1.wrong }
        let share = percent(worst.value.wrong, of: all)
        return wrong.count == stage.workers.count && worst.value.wrong * 2 < all
            ? ", from all workers"
            : ", \(share) of those of named workers from `\(PlainText.visible(worst.key, keepsLines: false))`"
    }

    static func ending(_ stage: LoadStage) -> String {
        if stage.isLimitedByProber { return "the prober is the limit" }
        let broken = stage.brokenBy.map(\.rawValue).joined(separator: ", ")
        if stage.isStopped { return broken.isEmpty ? "stopped: errors" : "stopped: \(broken)" }
        return broken.isEmpty ? "holds" : "broke: \(broken)"
    }

    static func rate(_ rate: Double) -> String { "\(number(rate)) requests a second" }
    static func number(_ value: Double) -> String { value < 10 ? decimal(value) : "\(Int(value.rounded()))" }
    static func time(_ seconds: Double) -> String {
        seconds < 1 ? "\(number(seconds * 1000)) ms" : "\(decimal(seconds)) s"
    }

    private static func decimal(_ value: Double) -> String { TextLayout.decimal(value, digits: 1) }

    private static func percent(_ count: Int, of all: Int) -> String {
        all == 0 ? "none" : "\(decimal(100 * Double(count) / Double(all))) %"
    }
}

extension LoadOutcome {
    /// The stage of the lowest rate that did not hold.
    var lowestBroken: LoadStage? { stages.filter { !$0.holds }.min { $0.offered < $1.offered } }
}

extension LoadStage {
    /// The number of answers that were wrong, and not only late.
    var wrongAnswers: Int { wrong.filter { $0.key != LoadTrouble.latency.rawValue }.values.reduce(0, +) }
}
