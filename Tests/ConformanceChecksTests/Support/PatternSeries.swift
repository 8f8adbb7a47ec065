//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import ConformanceChecks

/// Judged requests that differ in one number, about each bound of the patterns among faults.
struct PatternSeries: Sendable {
    var name: String
    var values: [Int]
    var samples: @Sendable (Int) -> [JudgedRequest]

    /// The patterns along the series, each at the value from which on it is told.
    var line: String {
        var told: [String] = []
        var last: String?
        for value in values {
            let text = Diagnosis.pattern(in: samples(value), nouns: .ofScans) ?? "none"
            if text != last { told.append("\(value) \(text)") }
            last = text
        }
        return "\(name): \(told.joined(separator: " | "))"
    }

    static let all: [PatternSeries] = workers + memories + connections + jobs + periods + shares

    private static let workers: [PatternSeries] =
        [10, 20, 40].flatMap { count in
            [
                PatternSeries(name: "faults of \(count) of one worker, of two", values: Array(0...count)) { faults in
                    requests(2 * count) { ("w\($0 % 2)", $0 % 2 == 0 && $0 / 2 < faults) }
                },
                PatternSeries(name: "right ones of one worker, faults of \(count) of the other", values: Array(0...4)) {
                    others in
                    requests(2 * count) { ("w\($0 % 2)", $0 % 2 == 0 || $0 / 2 < others) }
                },
            ]
        } + [
            PatternSeries(name: "requests of each of three workers, one always wrong", values: Array(1...8)) { count in
                requests(3 * count) { ("w\($0 % 3)", $0 % 3 == 0) }
            },
            PatternSeries(name: "wrong workers of four", values: Array(0...4)) { wrong in
                requests(48) { ("w\($0 * 7 % 4)", $0 * 7 % 4 < wrong) }
            },
        ]

    private static let memories: [PatternSeries] =
        [
            PatternSeries(name: "jobs known to one of three workers each", values: Array(1...6)) { jobs in
                requests(9 * jobs, job: { $0 / 9 }) { ("w\($0 % 3)", $0 % 3 != $0 / 9 % 3) }
            },
            PatternSeries(name: "polls of each of three jobs known to one of three workers", values: Array(3...12)) {
                polls in
                requests(3 * polls, job: { $0 / polls }) { ("w\($0 % 3)", $0 % 3 != $0 / polls % 3) }
            },
            PatternSeries(name: "jobs of six that another worker knows, too", values: Array(0...6)) { known in
                requests(60, job: { $0 / 10 }) { number in
                    let (job, worker) = (number / 10, number % 3)
                    return ("w\(worker)", worker != job % 3 && !(job < known && worker == (job + 1) % 3))
                }
            },
        ]

    private static let connections: [PatternSeries] =
        [true, false].flatMap { isReused in
            [
                PatternSeries(
                    name: "requests on \(isReused ? "reused" : "fresh") connections, all wrong, of 30 others",
                    values: Array(8...12)
                ) { count in
                    requests(30 + count, reuses: { ($0 < 2 * count && $0 % 2 == 0) == isReused }) {
                        (nil, $0 < 2 * count && $0 % 2 == 0)
                    }
                },
                PatternSeries(
                    name: "faults of 20 on \(isReused ? "reused" : "fresh") connections, none on 20 others",
                    values: Array(0...20)
                ) { faults in
                    requests(40, reuses: { ($0 % 2 == 0) == isReused }) {
                        (nil, $0 % 2 == 0 && $0 / 2 * 7 % 20 < faults)
                    }
                },
            ]
        }

    private static let jobs: [PatternSeries] = [
        PatternSeries(name: "wholly wrong jobs of five", values: Array(0...5)) { wrong in
            requests(50, job: { $0 / 10 }) { (nil, $0 / 10 < wrong) }
        },
        PatternSeries(name: "right polls of a wrong job of five", values: Array(0...3)) { right in
            requests(50, job: { $0 / 10 }) { (nil, $0 / 10 == 2 && $0 % 10 * 3 % 10 >= right) }
        },
    ]

    private static let periods: [PatternSeries] =
        (2...9).flatMap { period in
            [
                PatternSeries(name: "requests, one of \(period) in turn wrong", values: Array(2...40) + [60, 80, 120]) {
                    count in
                    requests(count) { (nil, $0 % period == period / 2) }
                },
                PatternSeries(name: "of 120 requests, wrong ones of \(period) in turn", values: Array(0...period)) {
                    hits in
                    requests(120) { (nil, $0 % period < hits) }
                },
            ]
        } + [
            PatternSeries(name: "broken places of 300 in turns of three", values: Array(0...8)) { broken in
                requests(300) { (nil, ($0 % 3 == 0) != ($0 % 37 == 5 && $0 / 37 < broken)) }
            },
            PatternSeries(name: "polls of each of ten jobs, one of three in turn wrong", values: Array(2...9)) {
                polls in
                requests(10 * polls, job: { $0 / polls }) { (nil, $0 % polls % 3 == 1) }
            },
            PatternSeries(name: "right jobs beside two of which each other poll is wrong", values: [0, 1, 2, 6, 8, 20])
            {
                right in
                requests(30 * (2 + right), job: { $0 / 30 }) { (nil, $0 < 60 && $0 % 2 == 0) }
            },
        ]

    private static let shares: [PatternSeries] =
        [20, 40, 80, 160].map { count in
            PatternSeries(name: "faults at random of \(count)", values: Array(0...count)) { faults in
                let order = shuffled(count)
                return requests(count) { (nil, order[$0] < faults) }
            }
        } + [
            PatternSeries(name: "faults at random of 80, by two workers", values: Array(0...80)) { faults in
                let order = shuffled(80)
                return requests(80) { ("w\(order[($0 + 40) % 80] % 2)", order[$0] < faults) }
            },
            PatternSeries(name: "faults of 80 of which one of four jobs has more", values: Array(0...20)) { more in
                let order = shuffled(80)
                return requests(80, job: { $0 / 20 }) { (nil, order[$0] % 20 < ($0 < 20 ? more : 10)) }
            },
            PatternSeries(name: "length of clusters of wrong ones, half of 96", values: [1, 2, 3, 4, 6, 8]) { length in
                let order = shuffled(96 / length)
                return requests(96) { (nil, order[$0 / length] % 2 == 0) }
            },
        ]

    /// The numbers up to a count in an order that shows no pattern.
    private static func shuffled(_ count: Int) -> [Int] {
        (0..<count).map { (place: $0, key: ($0 + 1) * 2_654_435_761 % 4_294_967_291 * 40_503 % 65_521) }
            .sorted { ($0.key, $0.place) < ($1.key, $1.place) }.map(\.place)
    }

    private static func requests(
        _ count: Int,
        job: (Int) -> Int = { _ in 0 },
        reuses: (Int) -> Bool = { _ in false },
        _ outcome: (Int) -> (worker: String?, isFaulty: Bool)
    ) -> [JudgedRequest] {
        (0..<count).map { number in
            let (worker, isFaulty) = outcome(number)
            return JudgedRequest(
                position: number,
                job: job(number),
                age: .seconds(number),
                isFaulty: isFaulty,
                isAfterCompletion: false,
                reusesConnection: reuses(number),
                worker: worker
            )
        }
    }
}
