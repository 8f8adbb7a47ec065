//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The processes that give their requests ids made of a prefix of the process and a number that it counts.
///
/// Such ids are common in servers, since a random one for each request costs more. Two prefixes that take turns are two
/// processes, whatever these call themselves.
struct CountedRequests {
    /// The header field with the ids.
    let field: String

    private static let fields = ["x-request-id", "request-id", "x-correlation-id"]
    /// The number of digits of the prefix.
    private static let digits = 16
    /// The least number of ids of a process.
    private static let fewest = 3
    /// The most processes that are told apart.
    private static let most = 64
    /// The number of answers that are searched.
    private static let mostAnswers = 20_000
    /// The most that a process counts between two of its answers.
    private static let stride: UInt64 = 100_000

    /// One process: its last number, and the number of its ids.
    private struct Process {
        var last: UInt64
        var count = 1
    }

    /// Looks for such ids; `nil` unless all ids are of that kind, and at least two processes take turns.
    init?(_ events: [Event]) {
        guard let field = Self.fields.first(where: { Self.areCounted(in: events, by: $0) }) else { return nil }
        self.field = field
    }

    /// Returns the prefix of an answer's id, which stands for the process.
    func name(of response: Response) -> String? {
        response.headers[field].flatMap { Self.parts(of: $0) }.map { String($0.prefix.prefix(8)) }
    }

    private static func areCounted(in events: [Event], by field: String) -> Bool {
        var processes: [Substring: Process] = [:]
        var turns = 0
        var previous: Substring?
        for position in events.indices.prefix(mostAnswers) {
            guard case .answered(let response) = events[position].outcome, let id = response.headers[field] else {
                continue
            }
            guard let parts = parts(of: id) else { return false }
            if let process = processes[parts.prefix] {
                // Answers of one process may overtake each other.
                let distance = max(parts.number, process.last) - min(parts.number, process.last)
                guard distance > 0, distance < stride else { return false }
                processes[parts.prefix]?.last = parts.number
                processes[parts.prefix]?.count += 1
            } else {
                guard processes.count < most else { return false }
                processes[parts.prefix] = Process(last: parts.number)
            }
            turns += previous == parts.prefix ? 0 : 1
            previous = parts.prefix
        }
        // A prefix that changes once, such as an hour's, is no process; two names may not look alike.
        return processes.count > 1 && turns >= 3 * processes.count
            && processes.values.allSatisfy { $0.count >= fewest }
            && Set(processes.keys.map { $0.prefix(8) }).count == processes.count
    }

    private static func parts(of id: String) -> (prefix: Substring, number: UInt64)? {
        guard id.utf8.count == 2 * digits else { return nil }
        let prefix = id.prefix(digits)
        guard prefix.allSatisfy(\.isHexDigit), let number = UInt64(id.dropFirst(digits), radix: 16) else { return nil }
        return (prefix, number)
    }
}
