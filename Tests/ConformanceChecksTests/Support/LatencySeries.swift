//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Series about the times of answers (PERF-001 to PERF-003); a poll of some jobs in turn is sent each quarter of a second.
enum LatencySeries {
    static let all: [Series] = late + stalls + dues + growth + faults

    /// The number of late answers, that of all answers, and the bound of 100 ms itself.
    private static let late: [Series] =
        [99, 100, 101, 200, 700].map { count in
            Series("late of \(count)", 0...16) { late in
                history(count) { number in number % (count / 20) == 1 && number / (count / 20) < late ? 0.2 : 0.01 }
            }
        } + [
            Series("milliseconds of 20 of 200", [99, 100, 101]) { milliseconds in
                history(200) { $0 % 10 == 1 ? Double(milliseconds) / 1000 : 0.01 }
            }
        ]

    /// Late answers in pairs, of which the later one is sent some milliseconds after the earlier.
    private static let stalls: [Series] = [
        Series("pairs of late answers, apart in milliseconds", [500, 1750, 1999, 2000, 2001, 2250]) { apart in
            var history = history(300) { $0 % 20 < 2 ? 0.2 : 0.01 }
            for position in history.events.indices where history.events[position].isLate && position % 2 == 0 {
                let first = history.events[position - 1].sent
                history.events[position].sent = first + .milliseconds(apart)
                history.events[position].received = history.events[position].sent + .milliseconds(200)
            }
            history.events.sort { $0.sent < $1.sent }
            return history
        }
    ]

    /// Requests that were due before they were sent, since the answer before had not come.
    private static let dues: [Series] = [
        Series("due milliseconds before the answer of the poll before", [89, 90, 91, 92, 200]) { wait in
            var history = history(300, jobs: 1) { _ in 0.01 }
            for position in 3..<history.events.count where position % 3 == 0 {
                history.events[position - 1].received = history.events[position].sent
                history.events[position - 1].sent = history.events[position].sent - .milliseconds(50)
                history.events[position].due = history.events[position].sent - .milliseconds(wait)
            }
            return history
        },
        Series("milliseconds by which the prober itself is late", [50, 95, 200]) { wait in
            var history = history(300, jobs: 1) { _ in 0.01 }
            for position in history.events.indices {
                history.events[position].due = history.events[position].sent - .milliseconds(wait)
            }
            return history
        },
        Series("status of each late answer", [200, 401, 403, 404, 429, 499, 500, 503]) { status in
            var history = history(300) { $0 % 10 == 1 ? 0.2 : 0.01 }
            for position in history.events.indices where history.events[position].isLate {
                history.events[position].outcome.changeResponse { $0.status = status }
            }
            return history
        },
    ]

    /// The growth from the first third to the last.
    private static let growth: [Series] =
        [298, 299, 300, 303].map { count in
            Series("of \(count) polls, milliseconds of the last third, 20 for the first", [34, 35, 36]) {
                milliseconds in
                soak(count) { $0 * 3 < count * 2 ? 0.02 : Double(milliseconds) / 1000 }
            }
        } + [
            Series("slow polls in each twenty of the last third", 0...20) { slow in
                soak(1200) { $0 >= 800 && $0 % 20 < slow ? 0.05 : 0.02 }
            },
            Series("slow windows of the last third", 0...20) { slow in
                soak(1200) { $0 >= 800 && ($0 - 800) / 20 < slow ? 0.05 : 0.02 }
            },
            Series("seconds of the soak, 75 polled", [0, 75, 93, 94, 100]) { seconds in
                var history = soak(300) { $0 < 200 ? 0.02 : 0.05 }
                history.header.plan.soak.seconds = .seconds(seconds)
                return history
            },
        ]

    /// The time of faults; late answers do not count until half a minute after them.
    private static let faults: [Series] = [
        Series("a fault at", [0, 10, 30, 44, 45, 46, 60]) { second in
            var history = history(300) { $0 > 180 && $0 % 2 == 0 ? 0.2 : 0.01 }
            history.faults = [second, second + 31].map { kill(at: Double($0)) }
            return history
        },
        Series("seconds from a fault to another, late answers after it", [30, 31, 32, 40, 44]) { apart in
            var history = history(300) { $0 > 180 && $0 % 2 == 0 ? 0.2 : 0.01 }
            history.faults = [0, apart].map { kill(at: Double($0)) }
            return history
        },
        // An answer comes a hundredth of a second after its poll, which is sent at a quarter.
        Series("a fault at hundredths of a second", [1000, 1001, 1002]) { hundredths in
            var history = history(300) { _ in 0.01 }
            history.faults = [kill(at: Double(hundredths) / 100)]
            return history
        },
    ]

    private static func kill(at second: Double) -> Fault {
        Fault(kind: .killWorker, began: Instant(seconds: second), ended: Instant(seconds: second + 1), detail: "")
    }

    private static func history(_ count: Int, jobs: Int = 4, _ took: (Int) -> Double) -> History {
        let ids = (0..<jobs).map { "scan_\($0)" }
        var exchanges = ids.map { Exchange.initiate($0, at: 0, took: 0, body: #"{"symbols":["\#($0)"]}"#) }
        for number in 0..<count {
            exchanges.append(.poll(ids[number % jobs], at: Double(number + 1) / 4, took: took(number), .scanning, 7))
        }
        var history = History(exchanges, groups: [.latency])
        history.header.plan.latency.statusP99 = .milliseconds(100)
        return history
    }

    private static func soak(_ count: Int, _ took: (Int) -> Double) -> History {
        var history = history(count, took)
        history.header.plan.soak.seconds = .seconds(70)
        return history
    }
}

extension Event {
    fileprivate var isLate: Bool { operation == .status && received - sent > .milliseconds(100) }
}
