//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The probability that faults seem to belong to some workers, or connections, by chance.
///
/// Whatever answers share, a balancer gives each request to a worker that has nothing to do with it. Requests of one job
/// that follow each other on one worker count as one, since a connection that is kept leads to the same worker.
enum WorkerChance {
    /// The most that a pattern may be due to chance to be told.
    static let error = 0.01

    /// A run of requests of one job with the same label.
    struct Streak<Label: Hashable> {
        var label: Label
        var isFaulty: Bool
    }

    /// Takes requests of one job together that follow each other with one label and one outcome.
    static func streaks<Label: Hashable>(_ requests: some Sequence<(label: Label, isFaulty: Bool)>) -> [Streak<Label>] {
        var streaks: [Streak<Label>] = []
        for request in requests {
            if let last = streaks.last, last.label == request.label, last.isFaulty == request.isFaulty { continue }
            streaks.append(Streak(label: request.label, isFaulty: request.isFaulty))
        }
        return streaks
    }

    /// The probability that so many faults have labels of one set, whichever it is of its size.
    static func ofExcess<Label: Hashable>(_ wrong: Set<Label>, of count: Int, in streaks: [Streak<Label>]) -> Double {
        let part = streaks.filter { wrong.contains($0.label) }
        let tail = FisherExact.tail(
            faults: part.count(where: \.isFaulty),
            of: part.count,
            allFaults: streaks.count(where: \.isFaulty),
            of: streaks.count
        )
        return tail * exp(logChoose(count, wrong.count))
    }

    /// The probability that, in at least so many of some jobs, just the requests on one worker are right.
    ///
    /// - Parameters:
    ///   - alone: The streaks of each job in which it is so.
    ///   - jobs: The number of jobs that were partly right.
    ///   - workers: The number of workers.
    /// - Returns: The probability, or an upper bound of it.
    static func ofOneRight<Label: Hashable>(_ alone: [[Streak<Label>]], among jobs: Int, workers: Int) -> Double {
        let each = alone.map { streaks in
            min(0, log(Double(workers)) - logChoose(streaks.count, streaks.count { !$0.isFaulty }))
        }
        return exp(min(0, each.reduce(0, +) + logChoose(jobs, alone.count)))
    }

    private static func logChoose(_ whole: Int, _ part: Int) -> Double {
        guard part > 0, part < whole else { return 0 }
        return lgamma(Double(whole + 1)) - lgamma(Double(part + 1)) - lgamma(Double(whole - part + 1))
    }
}
