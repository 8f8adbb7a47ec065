//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import ConformanceChecks

/// Series about the order of failures that may explain each other.
enum RootSeries {
    static let all: [Series] = refresh + faults + early + slow

    /// The roots of a history, each with the number of those that follow from it.
    static func roots(_ history: History) -> [(name: String, text: String)] {
        let roots = Judge.judge(history).explanation.roots.map { "\($0.id)+\($0.followers.count)" }
        return [("roots", roots.joined(separator: " "))]
    }

    /// A job that is not found once its filters were initiated anew, beside one that is.
    private static let refresh: [Series] = {
        var run = SmallRun()
        run.add(
            "scan_a",
            .course,
            polls: [(2, .scanning, 3), (4, .complete, 14), (10, .notFound, 0), (12, .notFound, 0)]
        )
        run.add("scan_b", .course, at: 1, polls: [(3, .scanning, 3), (5, .complete, 14), (11, .complete, 14)])
        let body = #"{"symbols":["scan_a"],"force_refresh":true}"#
        run.exchanges.append(
            .initiate("scan_c", at: 7, took: 1, body: body).with {
                $0.intent = .refreshes
                $0.jobID = "scan_a"
                $0.job = "scan_c"
            }
        )
        let history = run.history
        return history.times(until: 14)
            + [
                Series("symbol of the refresh", ["scan_a", "scan_b"]) { symbol in
                    history.changed {
                        for position in $0.events.indices where $0.events[position].intent == .refreshes {
                            $0.events[position].requestBody = #"{"symbols":["\#(symbol)"],"force_refresh":true}"#
                        }
                    }
                }
            ]
    }()

    /// A job that is not found now and then, and a fault before or after that.
    private static let faults: [Series] = [
        Series("a fault at", 0...14) { second in
            var run = SmallRun()
            run.add("scan_a", .course, polls: [(2, .scanning, 3), (8, .notFound, 0), (10, .scanning, 5)])
            run.fault(.killWorker, at: Double(second))
            return run.history
        },
        Series("with another job not found at first, a fault at", 6...10) { second in
            var run = SmallRun()
            let found = [2.0, 10, 12, 14, 16, 18, 20].map { (at: $0, state: JobState.scanning, steps: 3) }
            let lost = [8.0, 9, 13, 17, 19].map { (at: $0, state: JobState.notFound, steps: 0) }
            run.add("scan_a", .course, polls: (found + lost).sorted { $0.at < $1.at })
            run.add("scan_b", .course, at: 9, polls: [(11, .notFound, 0), (13, .scanning, 3), (15, .scanning, 4)])
            run.fault(.killWorker, at: Double(second))
            return run.history
        },
    ]

    /// Polls that are not found before their job was found, and after that.
    private static let early: [Series] = (0...3).map { late in
        Series("polls that are not found before their job was found, \(late) after that", 0...4) { early in
            var run = SmallRun()
            for job in 0..<3 {
                var polls: [(at: Double, state: JobState, steps: Int)] = []
                for _ in 0..<early { polls.append((Double(2 + polls.count), .notFound, 0)) }
                polls.append((Double(2 + polls.count), .scanning, 3))
                for _ in 0..<late { polls.append((Double(2 + polls.count), .notFound, 0)) }
                polls.append((Double(2 + polls.count), .scanning, 5))
                run.add("scan_\(job)", .course, polls: polls)
            }
            return run.history
        }
    }

    /// Polls and reads of which more or fewer take more than a second.
    private static let slow: [Series] = [1000, 1001].map { milliseconds in
        Series("slow reads of \(milliseconds) ms, 40 slow polls of 2 s", [0, 30, 39, 40, 41, 50]) { slow in
            var exchanges: [Exchange] = [.initiate("scan_a", at: 0, body: "{}"), .poll("scan_a", at: 1, .complete, 14)]
            for number in 0..<200 {
                let sent = 10 + Double(number) * 5
                exchanges.append(.poll("scan_a", at: sent, took: number < 40 ? 2 : 0.01, .complete, 14))
                exchanges.append(
                    .results(
                        "scan_a",
                        at: sent + 2.5,
                        took: number < slow ? Double(milliseconds) / 1000 : 0.01,
                        listed: 3,
                        digest: "one"
                    )
                )
            }
            var history = History(exchanges, groups: [.latency])
            history.header.plan.latency.statusP99 = .milliseconds(100)
            history.header.plan.latency.resultsP99 = .milliseconds(100)
            return history
        }
    }
}
