//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension LogReport {
    /// Makes the report of an analysis.
    init(_ analysis: borrowing LogAnalysis, files: [File]) {
        let names = analysis.parser.workers.names
        let lost = LostJobs(analysis, handedOut: analysis.join?.handedOut ?? [:])
        self.files = files
        lines = analysis.lines
        brokenLines = analysis.broken
        cutLines = analysis.cut
        timelessLines = analysis.timeless
        brokenExamples = analysis.brokenExamples
        span = analysis.scale.first.map { first in
            Span(
                first: LogTime.text(first),
                last: LogTime.text(analysis.scale.last),
                stepSeconds: Double(analysis.scale.step) / 1e6
            )
        }
        let tallies = Self.known(analysis.tallies)
        workers = Self.workers(tallies, names)
        evenness = Self.evenness(tallies.map(\.tally))
        findings = []
        slowest = analysis.slowest.requests
        joined = analysis.join?.answers
        unjoined = analysis.join.flatMap { $0.unjoined > 0 ? $0.unjoined : nil }
        ages = LostJobs.median(lost.ages).map { median in
            Ages(
                jobs: lost.ages.count,
                medianAge: Double(median) / 1e6,
                medianAfterEnd: LostJobs.median(lost.afterEnds).map { Double($0) / 1e6 },
                finalLifetime: analysis.vocabulary.finalLifetime,
                runningLifetime: analysis.vocabulary.runningLifetime
            )
        }
        findings = Self.findings(analysis, lost, names, tallies)
    }

    private static func known(_ tallies: [WorkerTally]) -> [(number: Int, tally: WorkerTally)] {
        tallies.enumerated().filter { $0.element.lines > 0 }.map { ($0.offset, $0.element) }
    }

    private static func workers(_ tallies: [(number: Int, tally: WorkerTally)], _ names: [String]) -> [Worker] {
        tallies.map { number, tally in
            Worker(
                name: LineDescription.safe(names[number]),
                lines: tally.lines,
                requests: tally.requests,
                failures: tally.failures,
                missing: tally.missing,
                missedLookups: tally.missed,
                storeErrors: tally.storeErrors,
                endings: tally.endings
            )
        }.sorted { $0.name < $1.name }
    }

    private static func evenness(_ tallies: [WorkerTally]) -> [EvennessTest] {
        let serving = tallies.filter { $0.requests > 0 }
        guard serving.count > 1 else { return [] }
        let trials = serving.map(\.requests)
        var tests = [EvennessTest(subject: "requests", pValue: Evenness.ofEqual(trials), count: trials.reduce(0, +))]
        for (subject, counts) in [
            ("answers of 500 and more", serving.map(\.failures)), ("answers 404 and 410", serving.map(\.missing)),
        ] where counts.contains(where: { $0 > 0 }) {
            let pValue = Evenness.ofShares(failures: counts, trials: trials)
            tests.append(EvennessTest(subject: subject, pValue: pValue, count: counts.reduce(0, +)))
        }
        return tests
    }
}

// MARK: - Findings

extension LogReport {
    private static func findings(
        _ analysis: borrowing LogAnalysis,
        _ lost: LostJobs,
        _ names: [String],
        _ tallies: [(number: Int, tally: WorkerTally)]
    ) -> [Finding] {
        var findings = lost.findings(workers: names)
        // A store or a worker that went away is a cause only if something failed then.
        let failures = findings.filter { $0.isWrong && $0.unit == "scans" }
        for (number, pattern) in analysis.vocabulary.patterns.enumerated() {
            let hits = analysis.hits[number]
            guard hits.count > 0, pattern.rank > 0 else { continue }
            var found = finding(hits, analysis.scale, names, pattern.id, pattern.title, pattern.isWrong, pattern.cause)
            found.rank = pattern.rank
            if pattern.kind == .storeDown || pattern.kind == .workerDown {
                found.detail = Self.detail(hits, names)
                let isAlone = failures.isEmpty && analysis.answersFailed.count == 0
                if !isAlone, !Self.isNearFailure(hits, lost, analysis) { found.rank = 50 }
            }
            findings.append(found)
        }
        if analysis.answersFailed.count > 0 {
            var found = finding(
                analysis.answersFailed,
                analysis.scale,
                names,
                "answers-failed",
                "Answers with a status of 500 or more",
                true,
                "the store was out of reach, or a request failed inside; see the findings around the same time"
            )
            found.rank = 58
            findings.append(found)
        }
        findings += uneven(analysis, tallies, names) + answered(analysis)
        findings += others(analysis)
        return findings.sorted { first, second in
            (first.isWrong ? 0 : 1, -first.rank, -first.count, first.id) < (
                second.isWrong ? 0 : 1, -second.rank, -second.count, second.id
            )
        }
    }

    private static func finding(
        _ hits: PatternHits,
        _ scale: TimeScale,
        _ names: [String],
        _ id: String,
        _ title: String,
        _ isWrong: Bool,
        _ cause: String
    ) -> Finding {
        var timeline = hits.timeline
        timeline.update(to: scale)
        let byWorker = hits.byWorker.map { (LineDescription.safe(names[$0.key]), $0.value) }
        return Finding(
            id: id,
            title: title,
            isWrong: isWrong,
            count: hits.count,
            unit: "lines",
            first: hits.first.map(LogTime.text),
            last: hits.last.map(LogTime.text),
            detail: nil,
            cause: cause,
            byWorker: Dictionary(byWorker, uniquingKeysWith: +),
            timeline: timeline.counts,
            examples: hits.examples,
            rank: 50
        )
    }

    private static func detail(_ hits: PatternHits, _ names: [String]) -> String? {
        guard hits.byWorker.count > 1 else { return nil }
        return "By \(hits.byWorker.count) workers."
    }

    /// Returns true if scans were lost, or answers failed, within half a minute of a message.
    private static func isNearFailure(_ hits: PatternHits, _ lost: LostJobs, _ analysis: borrowing LogAnalysis) -> Bool
    {
        guard let first = hits.first, let last = hits.last else { return false }
        let margin: Int64 = 30_000_000
        func isNear(_ start: Int64?, _ end: Int64?) -> Bool {
            guard let start, let end else { return false }
            return start <= last + margin && end >= first - 1_000_000
        }
        if isNear(analysis.answersFailed.first, analysis.answersFailed.last) { return true }
        if lost.unfinished.jobs > 0 { return true }
        return lost.groups.contains { reason, group in
            reason != .unknown && reason != .expired && isNear(group.first, group.last)
        }
    }

    /// Returns the finding that some workers fail more than others, by the logs or by the history.
    private static func uneven(
        _ analysis: borrowing LogAnalysis,
        _ tallies: [(number: Int, tally: WorkerTally)],
        _ names: [String]
    ) -> [Finding] {
        let logged = tallies.filter { $0.tally.requests > 0 }.map {
            (name: LineDescription.safe(names[$0.number]), all: $0.tally.requests, failed: $0.tally.failures)
        }
        let told = (analysis.join?.trials ?? [:]).map { (name: $0.key, all: $0.value.all, failed: $0.value.failed) }
            .sorted { $0.name < $1.name }
        return uneven(logged, "Of the answers in the logs") ?? uneven(told, "Of the answers in the history") ?? []
    }

    private static func uneven(_ workers: [(name: String, all: Int, failed: Int)], _ scope: String) -> [Finding]? {
        let failed = workers.reduce(0) { $0 + $1.failed }
        let all = workers.reduce(0) { $0 + $1.all }
        guard workers.count > 1, failed >= 5,
            Evenness.ofShares(failures: workers.map(\.failed), trials: workers.map(\.all)) < 0.001
        else { return nil }
        let share = Double(failed) / Double(all)
        let worse = workers.filter { Double($0.failed) > 1.5 * share * Double($0.all) }
        guard !worse.isEmpty else { return nil }
        let list = worse.prefix(8).map { "worker \($0.name) failed \($0.failed) of \($0.all)" }.joined(separator: ", ")
        return [
            Finding(
                id: "workers-uneven",
                title: "Some workers fail more than others",
                isWrong: true,
                count: failed,
                unit: "answers",
                first: nil,
                last: nil,
                detail: "\(scope): \(list); \(failed) of \(all) by all of them.",
                cause: "that worker has no connection to the store, another configuration, or another version",
                byWorker: Dictionary(workers.map { ($0.name, $0.failed) }, uniquingKeysWith: +),
                timeline: [],
                examples: [],
                rank: 86
            )
        ]
    }

    /// Returns the finding that the run of the history got wrong answers.
    private static func answered(_ analysis: borrowing LogAnalysis) -> [Finding] {
        guard let join = analysis.join, let first = join.answers.first, let last = join.answers.last else { return [] }
        return [
            Finding(
                id: "answers-wrong",
                title: "The run of the history got wrong answers",
                isWrong: true,
                count: join.answers.count + join.unjoined,
                unit: "answers",
                first: first.time,
                last: last.time,
                detail: nil,
                cause: "see the findings around the same time, and the lines of each answer",
                byWorker: [:],
                timeline: [],
                examples: Array(join.answers.lazy.compactMap(\.requestLines.first).prefix(PatternHits.mostExamples)),
                rank: 52
            )
        ]
    }

    private static func others(_ analysis: borrowing LogAnalysis) -> [Finding] {
        let groups = analysis.others.groups.values.sorted {
            ($0.isError ? 0 : 1, -$0.count, $0.example.line, $0.example.text) < (
                $1.isError ? 0 : 1, -$1.count, $1.example.line, $1.example.text
            )
        }
        return groups.prefix(5).enumerated().map { index, group in
            Finding(
                id: "other-\(index + 1)",
                title: group.isError ? "Another error" : "Another warning",
                isWrong: false,
                count: group.count,
                unit: "lines",
                first: group.example.time,
                last: nil,
                detail: nil,
                cause: "no pattern knows this message; `--patterns` adds one",
                byWorker: [:],
                timeline: [],
                examples: [group.example],
                rank: group.isError ? 4 : 3
            )
        }
    }
}
