//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

@testable import ConformanceChecks

/// The series of a small history whose times are whole seconds: each of its values takes others in turn.
extension History {
    /// The series of all times, each of which becomes every second up to an end.
    func times(until end: Int) -> [Series] {
        events.indices.flatMap { place in
            let name = events[place].name
            return span(("\(name) sent", \.events[place].sent), ("\(name) received", \.events[place].received), end)
        }
            + samples.indices.flatMap { place in
                let name = "sample \(place + 1)"
                return span(
                    ("\(name) asked", \.samples[place].asked),
                    ("\(name) received", \.samples[place].received),
                    end
                )
            }
            + faults.indices.flatMap { place in
                let name = faults[place].kind.rawValue
                return span(("\(name) began", \.faults[place].began), ("\(name) ended", \.faults[place].ended), end)
            }
    }

    private typealias Time = (name: String, path: any WritableKeyPath<History, Instant> & Sendable)

    /// The series of two times: the first with the second moving along, and the second alone.
    private func span(_ first: Time, _ second: Time, _ end: Int) -> [Series] {
        let (from, to) = (first.path, second.path)
        let start = Int(self[keyPath: from].seconds)
        return [
            Series(first.name, 0...end) { moment in
                changed {
                    let took = $0[keyPath: to] - $0[keyPath: from]
                    $0[keyPath: from] = Instant(seconds: Double(moment))
                    $0[keyPath: to] = $0[keyPath: from] + took
                }
            },
            Series(second.name, start...max(end, start + 1)) { moment in
                changed { $0[keyPath: to] = Instant(seconds: Double(moment)) }
            },
        ]
    }

    /// The series of all answers: their states, statuses, steps and workers.
    var answers: [Series] {
        let statuses = [200, 202, 401, 403, 404, 409, 410, 429, 500, 502, 503, 504]
        var series: [Series] = []
        for (place, event) in events.enumerated() where event.outcome.response != nil {
            func answer<Value: Sendable>(
                _ name: String,
                _ values: [Value],
                _ change: @escaping @Sendable (inout Response, Value) -> Void
            ) -> Series {
                Series("\(event.name) \(name)", values) { value in
                    changed { $0.events[place].outcome.changeResponse { change(&$0, value) } }
                }
            }
            series.append(
                answer("state", JobState.allCases.map(\.rawValue)) { response, state in
                    response.parsed?.state = JobState(rawValue: state)
                }
            )
            series.append(answer("status", statuses) { $0.status = $1 })
            series.append(answer("worker", ["w1", "w2", "w3", "none"]) { $0.worker = $1 == "none" ? nil : $1 })
            guard let progress = event.outcome.response?.parsed?.progress else { continue }
            series.append(answer("steps", Array(0...(progress.total ?? 0) + 1)) { $0.parsed?.progress?.completed = $1 })
        }
        return series
    }

    /// The series of all keys in samples of the store, and of all faults that may fail.
    var operations: [Series] {
        var series: [Series] = []
        for (place, sample) in samples.enumerated() {
            for (number, key) in sample.keys.enumerated() {
                let name = "sample \(place + 1) \(key.role.rawValue)"
                series.append(
                    Series("\(name) exists", [true, false]) { exists in
                        changed { $0.samples[place].keys[number].exists = exists }
                    }
                )
                series.append(
                    Series("\(name) digest", ["one", "two", "none"]) { digest in
                        changed { $0.samples[place].keys[number].digest = digest == "none" ? nil : digest }
                    }
                )
                guard let remaining = key.remaining else { continue }
                let steps = [-10_000, -2001, -2000, -1999, -1001, -1000, -999, -1, 0, 1, 999, 1000, 1001, 10_000]
                series.append(
                    Series("\(name) remaining", steps) { step in
                        changed { $0.samples[place].keys[number].remaining = remaining + .milliseconds(step) }
                    }
                )
            }
        }
        for (place, fault) in faults.enumerated() {
            series.append(
                Series("\(fault.kind.rawValue) done", [true, false]) { isDone in
                    changed { $0.faults[place].failure = isDone ? nil : "no such process" }
                }
            )
        }
        return series
    }

    /// The series of the numbers of the plan that bound a job.
    func bounds(until end: Int) -> [Series] {
        [
            Series("budget", 0...end) { seconds in changed { $0.header.plan.jobs.budget = .seconds(seconds) } },
            Series("maximum of polls", 0...events.count + 1) { count in
                changed { $0.header.plan.jobs.maximumPolls = count }
            },
        ]
    }

    /// The history with a change; its events stay in the order of sending.
    func changed(_ change: (inout History) -> Void) -> History {
        var copy = self
        change(&copy)
        copy.events.sort { ($0.sent, $0.id) < ($1.sent, $1.id) }
        return copy
    }
}

extension Event {
    fileprivate var name: String { "\(operation.rawValue) \(id)" }
}
