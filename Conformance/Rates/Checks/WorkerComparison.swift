//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RATE-005: no worker is much worse than the rest.
///
/// The trials are status polls, which have to be correct, and results reads after completion, which have to succeed,
/// classified by the worker that the response names. If responses name none, new connections are compared with reused
/// ones. A class fails when its share of wrong responses is at least five points above that of the rest, and the
/// p-value of Fisher's exact test is at most 1 %, divided by the number of classes. A small sample cannot reach that.
enum WorkerComparison {
    /// The difference in the share of wrong responses that counts as much worse.
    static let margin = 0.05
    /// The maximum probability of failing a deployment whose workers are all alike.
    static let error = 0.01
    /// The minimum number of responses of a class for a pass: a class that is wrong half of the time would give ten
    /// correct ones with a probability of one in a thousand.
    static let fewest = 10

    /// RATE-005: No worker SHOULD answer wrongly much more often than the rest.
    @Sendable static func noneIsMuchWorse(_ observations: Observations) -> Finding {
        var tallies: [Class: Tally] = [:]
        let faults = Set(observations.trials.statusCorrect.failures)
        for job in observations.jobs {
            for poll in job.polls where poll.isAnswered {
                tallies[.worker(poll.worker), default: Tally()].add(poll, isFaulty: faults.contains(poll.position))
            }
            for read in job.readsAfterCompletion where read.isAnswered {
                tallies[.worker(read.worker), default: Tally()].add(read, isFaulty: !read.isSuccess)
            }
        }
        // Responses without a name, such as a proxy's, belong to no worker, unless none of the responses has a name.
        let unnamed = tallies.removeValue(forKey: .worker(nil))
        if unnamed != nil, tallies.isEmpty { tallies = Self.byConnection(observations, faults) }
        guard tallies.count > 1 else {
            guard let only = tallies.keys.first else {
                return .inconclusive(
                    missing: "an answer about \(observations.nouns.job.indefinite) after its initiation"
                )
            }
            return .skipped(reason: "there is nothing to compare: all answers came \(only.phrase)")
        }
        return Self.compare(tallies, observations)
    }

    private static func byConnection(_ observations: Observations, _ faults: Set<Int>) -> [Class: Tally] {
        var tallies: [Class: Tally] = [:]
        for job in observations.jobs {
            for poll in job.polls {
                tallies[.connection(isReused: poll.reusesConnection), default: Tally()]
                    .add(poll, isFaulty: faults.contains(poll.position))
            }
            for read in job.readsAfterCompletion {
                tallies[.connection(isReused: read.reusesConnection), default: Tally()]
                    .add(read, isFaulty: !read.isSuccess)
            }
        }
        return tallies
    }

    private static func compare(_ tallies: [Class: Tally], _ observations: Observations) -> Finding {
        let all = tallies.values.reduce(0) { $0 + $1.count }
        let allFaults = tallies.values.reduce(0) { $0 + $1.faults }
        let classes = tallies.sorted { $0.key.name < $1.key.name }
        let worse = classes.filter { _, tally in
            let rest = Double(allFaults - tally.faults) / Double(max(all - tally.count, 1))
            guard Double(tally.faults) / Double(tally.count) >= rest + Self.margin else { return false }
            let chance = FisherExact.tail(faults: tally.faults, of: tally.count, allFaults: allFaults, of: all)
            return chance * Double(classes.count) <= Self.error
        }
        let counts = classes.map { "\($0.key.name) \($0.value.faults) of \($0.value.count) wrong" }
        let told = counts.count > 8 ? counts.prefix(8) + ["and \(counts.count - 8) more"] : counts
        guard worse.isEmpty else {
            let positions = worse.flatMap(\.value.examples).sorted().prefix(Evidence.limit)
            return Finding(
                verdict: .failed(positions.map { observations.evidence(Counterexample($0)) }),
                summary: "\(worse.map(\.key.name).joined(separator: ", ")) much worse than the rest: "
                    + told.joined(separator: ", ")
            )
        }
        guard classes.count(where: { $0.value.count >= Self.fewest }) > 1 else {
            let missing = "at least \(Self.fewest) answers each of two of them"
            return .inconclusive(missing: "\(told.joined(separator: ", ")); to compare takes \(missing)")
        }
        return Finding(verdict: .passed, summary: "none is much worse than the rest: " + told.joined(separator: ", "))
    }

    /// The class of a response.
    private enum Class: Hashable {
        case worker(String?)
        case connection(isReused: Bool)

        var name: String {
            switch self {
            case .worker(let name): "worker \(name ?? "")"
            case .connection(true): "reused connections"
            case .connection(false): "fresh connections"
            }
        }

        var phrase: String {
            switch self {
            case .worker(let name): "from worker \(name ?? "")"
            case .connection: "on \(self.name), and name no worker"
            }
        }
    }

    private struct Tally {
        var count = 0
        var faults = 0
        var examples: [Int] = []

        mutating func add(_ request: some JobRequest, isFaulty: Bool) {
            count += 1
            guard isFaulty else { return }
            faults += 1
            if examples.count < Evidence.limit { examples.append(request.position) }
        }
    }
}
