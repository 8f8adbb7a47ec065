//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import KitSupport
import ProbeHistory

/// The requests about a job, grouped by a possible explanation of their responses.
///
/// The groups are workers where the responses name them; else connections where a few carry all requests; else turns,
/// where every k-th request has the same result, as behind a round-robin load balancer; else one.
struct Lanes {
    /// A lane.
    struct Lane {
        var name: String
        var marks: [JobTimeline.Mark]
    }

    /// The maximum number of a job's lanes; further ones share the last.
    private static let limit = 8

    let lanes: [Lane]

    init(_ marks: [JobTimeline.Mark], in history: History) {
        let event = { (mark: JobTimeline.Mark) in history.events[mark.position] }
        let named = marks.count { event($0).outcome.response?.worker != nil }
        let connections = Set(marks.map { event($0).connection })
        if named * 2 > marks.count {
            lanes = Self.grouped(marks) { mark in
                event(mark).outcome.response?.worker.map { "worker \(PlainText.cut($0, to: 24))" } ?? "no worker named"
            }
        } else if connections.count > 1, connections.count <= Self.limit, connections.count * 3 <= marks.count {
            lanes = Self.grouped(marks) { "connection \(event($0).connection)" }
        } else if let turns = Turns(marks, numbers: marks.map { event($0).connection }, of: "connections")
            ?? Turns(marks, numbers: Array(1...max(marks.count, 1)), of: "polls")
        {
            lanes = turns.lanes
        } else {
            lanes = [Lane(name: "all polls", marks: marks)]
        }
    }

    private static func grouped(_ marks: [JobTimeline.Mark], by name: (JobTimeline.Mark) -> String) -> [Lane] {
        let groups = Dictionary(grouping: marks, by: name)
        let names = groups.keys.sorted { $0.naturallyPrecedes($1) }
        guard names.count > limit else { return names.map { Lane(name: $0, marks: groups[$0] ?? []) } }
        let largest = Set(
            names.sorted { (groups[$0]?.count ?? 0, $1) > (groups[$1]?.count ?? 0, $0) }.prefix(limit - 1)
        )
        let rest = marks.filter { !largest.contains(name($0)) }
        return names.filter(largest.contains).map { Lane(name: $0, marks: groups[$0] ?? []) }
            + [Lane(name: "\(names.count - largest.count) others", marks: rest)]
    }
}

/// The requests by turn.
private struct Turns {
    let lanes: [Lanes.Lane]

    /// Finds the shortest period of equal results, if there is one.
    ///
    /// - Parameters:
    ///   - marks: The requests.
    ///   - numbers: The number of each request, in which the period is searched.
    ///   - noun: The noun for the numbers.
    init?(_ marks: [JobTimeline.Mark], numbers: [Int], of noun: String) {
        let faulty = marks.count(where: \.isFaulty)
        guard faulty >= 3, marks.count - faulty >= 3 else { return nil }
        for period in 2...8 where marks.count >= 3 * period {
            var counts = [(right: Int, wrong: Int)](repeating: (0, 0), count: period)
            for (mark, number) in zip(marks, numbers) {
                if mark.isFaulty { counts[number % period].wrong += 1 } else { counts[number % period].right += 1 }
            }
            let explained = counts.reduce(0) { $0 + max($1.right, $1.wrong) }
            let guessed = max(faulty, marks.count - faulty)
            // A few deviating requests are tolerated; a period must explain more than a guess does.
            guard explained * 20 >= marks.count * 19, (explained - guessed) * 10 >= marks.count else { continue }
            lanes = (0..<period).map { turn in
                let members = zip(marks, numbers).filter { $0.1 % period == turn }
                let examples = members.prefix(3).map { "\($0.1)" }.joined(separator: ", ")
                return Lanes.Lane(name: "\(noun) \(examples) …", marks: members.map(\.0))
            }
            return
        }
        return nil
    }
}
