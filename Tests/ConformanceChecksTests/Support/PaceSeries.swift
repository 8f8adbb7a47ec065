//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Series about a job that is polled back to back (STAT-010).
enum PaceSeries {
    static let all: [Series] = durations + budgets + steps + failures

    /// The duration of the job, if the slowest other one takes two or four seconds: a factor and a margin have to be exceeded.
    private static let durations: [Series] = [2, 4].map { slowest in
        Series(
            "slowest \(slowest) s, fast one in milliseconds",
            [9000, 11_999, 12_000, 12_001, 19_999, 20_000, 20_001]
        ) {
            milliseconds in
            history([
                job("scan-1", at: 0, polls: [(0.5, 1), (Double(slowest), 14)]),
                job("scan-2", at: 1, polls: [(0.5, 2), (1, 14)]),
                job("fast-1", .fast, at: 10, polls: [(0.001, 1), (0.002, 3), (Double(milliseconds) / 1000, 14)]),
            ])
        }
    }

    /// The time of the last poll of one that never ends; its budget is ten seconds.
    private static let budgets: [Series] = [true, false].map { endsOtherwise in
        Series("others \(endsOtherwise ? "end" : "go on"), last poll sent at", 8...12) { second in
            history([
                job("scan-1", at: 0, polls: [(0.5, 1), (4, endsOtherwise ? 14 : 3)]),
                job("fast-1", .fast, at: 10, polls: [(0.001, 1), (0.002, 3), (Double(second), 3)]),
            ])
        }
    }

    /// Jobs that are a step further at each poll: their numbers of polls, their paces, and polls that overlap.
    private static let steps: [Series] =
        [
            Series("steps of the fast one", 1...5) { count in
                history([
                    stepwise("scan-1", at: 0), stepwise("scan-2", at: 1),
                    stepwise("fast-1", .fast, at: 20, count: count),
                ])
            },
            Series("steps of each other one", 1...6) { count in
                history([
                    stepwise("scan-1", at: 0, count: count), stepwise("scan-2", at: 1, count: count),
                    stepwise("fast-1", .fast, at: 20),
                ])
            },
            Series("steps of another one that is polled as fast", 0...4) { count in
                history([
                    stepwise("scan-1", at: 0), stepwise("scan-2", at: 1),
                    stepwise("scan-3", at: 2, count: count, every: 0.01),
                    stepwise("fast-1", .fast, at: 20),
                ])
            },
            Series("others", 1...4) { count in
                history(
                    (0..<count).map { stepwise("scan-\($0)", at: Double($0)) } + [stepwise("fast-1", .fast, at: 20)]
                )
            },
            Series("fast interval in milliseconds, 500 for the others", 98...102) { milliseconds in
                history([
                    stepwise("scan-1", at: 0), stepwise("scan-2", at: 1),
                    stepwise("fast-1", .fast, at: 20, every: Double(milliseconds) / 1000),
                ])
            },
            Series("milliseconds that each poll takes, one in 500", [499, 500, 501]) { milliseconds in
                history([
                    stepwise("scan-1", at: 0, took: Double(milliseconds) / 1000), stepwise("scan-2", at: 1),
                    stepwise("fast-1", .fast, at: 20),
                ])
            },
        ]
        + [0, 1, 2].map { skipped in
            Series("steps that a poll of \(["the fast one", "one", "the other"][skipped]) is further", 0...3) { step in
                func steps(_ number: Int) -> Int { number == skipped ? step : 1 }
                return history([
                    stepwise("scan-1", at: 0, last: steps(1)), stepwise("scan-2", at: 1, last: steps(2)),
                    stepwise("fast-1", .fast, at: 20, last: steps(0)),
                ])
            }
        }

    /// The numbers of jobs that fail, of those polled back to back and of the others.
    private static let failures: [Series] = (0...1).flatMap { others in
        (1...3).map { usual in
            Series("\(others) of the others failed, \(usual) completed; failed fast ones of two", 0...2) { failed in
                var jobs = (0..<usual).map { job("scan-\($0)", at: Double($0), polls: [(0.5, 1), (2, 14)]) }
                for number in 0..<others { jobs.append(failing("other-\(number)", at: 5)) }
                for number in 0..<2 {
                    let name = "fast-\(number)"
                    jobs.append(
                        number < failed
                            ? failing(name, .fast, at: 20) : job(name, .fast, at: 20, polls: [(0.1, 1), (0.2, 14)])
                    )
                }
                return history(jobs)
            }
        }
    }

    private static func history(_ jobs: [[Exchange]]) -> History {
        History(jobs.flatMap(\.self)) { $0.jobs.budget = .seconds(10) }
    }

    /// A job that is acknowledged at a time; when its polls are sent after that, and the steps that they see.
    private static func job(
        _ name: String,
        _ pace: Event.Pace = .usual,
        at start: Double,
        took: Double = 0,
        polls: [(after: Double, steps: Int)]
    ) -> [Exchange] {
        let initiation = Exchange.initiate("id-\(name)", at: start, took: 0, body: #"{"symbols":["\#(name)"]}"#)
        let polls = polls.map { poll in
            Exchange.poll(
                "id-\(name)",
                at: start + poll.after,
                took: took,
                poll.steps == 14 ? .complete : .scanning,
                poll.steps
            )
        }
        return ([initiation] + polls).map { exchange in
            exchange.with {
                $0.job = name
                $0.pace = pace
            }
        }
    }

    /// A job that is one step further at each poll, and complete at the last.
    private static func stepwise(
        _ name: String,
        _ pace: Event.Pace = .usual,
        at start: Double,
        count: Int = 6,
        every interval: Double? = nil,
        took: Double = 0,
        last: Int = 1
    ) -> [Exchange] {
        let interval = interval ?? (pace == .fast ? 0.004 : 0.5)
        let polls = (0...count).map { number in
            (after: 0.25 + Double(number) * interval, steps: number < count ? 14 - count - last + 1 + number : 14)
        }
        return job(name, pace, at: start, took: took, polls: polls)
    }

    private static func failing(_ name: String, _ pace: Event.Pace = .usual, at start: Double) -> [Exchange] {
        let polls = job(name, pace, at: start, polls: [(0.1, 1), (0.2, 1)])
        return polls + [.poll("id-\(name)", at: start + 0.3, took: 0, .failed, 1).with { $0.job = name }]
    }
}
