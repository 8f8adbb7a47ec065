//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// RATE-005: no worker is much worse than the rest.
///
/// The trials are status polls, which have to be correct, and results reads after completion, which have to succeed,
/// classified by the worker that the response names. If responses name none, new connections are compared with reused
/// ones. A class fails when its share of wrong responses is at least five points above that of the rest, and chance
/// would hardly give that: neither if all trials were independent (Fisher's exact test), nor if what a class answers
/// about a job shares its fate, nor if what it answers within some seconds does; see ``LabelPermutation``. Each of the
/// three accuses one in a hundred deployments whose workers are alike, at most. A small sample cannot reach that.
enum WorkerComparison {
    /// The difference in the share of wrong responses that counts as much worse.
    static let margin = 0.05
    /// The maximum probability of failing a deployment whose workers are all alike.
    static let error = 0.01
    /// The minimum number of responses of a class for a pass: a class that is wrong half of the time would give ten
    /// correct ones with a probability of one in a thousand.
    static let fewest = 10
    /// The time for which a worker may be wrong about everything, in nanoseconds.
    private static let period: Int64 = 1_500_000_000

    /// RATE-005: No worker SHOULD answer wrongly much more often than the rest.
    @Sendable static func noneIsMuchWorse(_ observations: Observations) -> Finding {
        var trials = self.trials(of: observations)
        // Responses without a name, such as a proxy's, belong to no worker, unless none of the responses has a name.
        let named = trials.filter { $0.worker != nil }
        let isUnnamed = named.isEmpty
        if !isUnnamed { trials = named.filter(\.isAnswered) }
        var tallies: [Class: Tally] = [:]
        for trial in trials { tallies[trial.kind(isUnnamed), default: Tally()].add(trial) }
        guard tallies.count > 1 else {
            guard let only = tallies.keys.first else {
                return .inconclusive(
                    missing: "an answer about \(observations.nouns.job.indefinite) after its initiation"
                )
            }
            return .skipped(reason: "there is nothing to compare: all answers came \(only.phrase)")
        }
        return compare(tallies.sorted { $0.key.name < $1.key.name }, trials, isUnnamed, observations)
    }

    private static func compare(
        _ classes: [(key: Class, value: Tally)],
        _ trials: [Trial],
        _ isUnnamed: Bool,
        _ observations: Observations
    ) -> Finding {
        let all = trials.count
        let allFaults = trials.count(where: \.isFaulty)
        let suspects = classes.indices.filter { index in
            let tally = classes[index].value
            let rest = Double(allFaults - tally.faults) / Double(max(all - tally.count, 1))
            guard Double(tally.faults) / Double(tally.count) >= rest + margin else { return false }
            let chance = FisherExact.tail(faults: tally.faults, of: tally.count, allFaults: allFaults, of: all)
            return chance * Double(classes.count) <= error
        }
        let significance = suspects.isEmpty ? [] : self.significance(of: classes.map(\.key), trials, isUnnamed)
        let worse = suspects.filter { significance[$0] <= error }.map { classes[$0] }
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
        let others = classes.indices.filter { !suspects.contains($0) }.map { classes[$0].value }
        let rest = others.reduce(into: Tally()) {
            $0.faults += $1.faults
            $0.count += $1.count
        }
        // Where the others are hardly ever wrong, it would be odd to call this one like them.
        guard suspects.isEmpty || rest.faults * 50 > rest.count else {
            let names = suspects.map { classes[$0].key.name }.joined(separator: ", ")
            let jobs = observations.nouns.job.many
            return .inconclusive(
                missing:
                    "\(told.joined(separator: ", ")); to tell that \(names) is worse, and not asked about other \(jobs)"
                    + " or at other moments, takes more \(jobs)"
            )
        }
        guard classes.count(where: { $0.value.count >= fewest }) > 1 else {
            let missing = "at least \(fewest) answers each of two of them"
            return .inconclusive(missing: "\(told.joined(separator: ", ")); to compare takes \(missing)")
        }
        let highest = classes.reduce(0) {
            max($0, Missed.atMost($1.value.faults, of: $1.value.count, claims: classes.count))
        }
        let bound =
            "one that is wrong about more than \(Missed.percent(highest)) of its answers would have shown (95 %)"
        return Finding(
            verdict: .passed,
            summary: "none is much worse than the rest: \(told.joined(separator: ", ")); \(bound)"
        )
    }

    /// The probability of each class's excess by chance, the higher one of those for jobs and for periods.
    private static func significance(of classes: [Class], _ trials: [Trial], _ isUnnamed: Bool) -> [Double] {
        let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        var byJob = LabelPermutation(labels: classes.count)
        var byPeriod = LabelPermutation(labels: classes.count)
        for trial in trials {
            guard let label = labels[trial.kind(isUnnamed)] else { continue }
            let stratum = trial.phase.rawValue
            byJob.add(label: label, cluster: trial.job, stratum: stratum, isFaulty: trial.isFaulty)
            byPeriod.add(
                label: label,
                cluster: Int(trial.sent.nanoseconds / period),
                stratum: stratum,
                isFaulty: trial.isFaulty
            )
        }
        return zip(byJob.significance(), byPeriod.significance()).map(max)
    }

    private static func trials(of observations: Observations) -> [Trial] {
        let faults = Set(observations.trials.statusCorrect.failures)
        var trials: [Trial] = []
        for (number, job) in observations.jobs.enumerated() {
            let completed = job.firstComplete?.received ?? .max
            for poll in job.polls {
                trials.append(
                    Trial(
                        poll,
                        isAnswered: poll.isAnswered,
                        job: number,
                        phase: poll.sent > completed ? .complete : .running,
                        isFaulty: faults.contains(poll.position)
                    )
                )
            }
            for read in job.readsAfterCompletion {
                trials.append(
                    Trial(read, isAnswered: read.isAnswered, job: number, phase: .read, isFaulty: !read.isSuccess)
                )
            }
        }
        return trials
    }

    /// Polls before and after completion, and reads, which are compared with their like only.
    private enum Phase: Int {
        case running
        case complete
        case read
    }

    /// A poll or a read, reduced to what the comparison needs.
    private struct Trial {
        var position: Int
        var sent: Instant
        var worker: String?
        var reusesConnection: Bool
        var isAnswered: Bool
        var job: Int
        var phase: Phase
        var isFaulty: Bool

        init(_ request: some JobRequest, isAnswered: Bool, job: Int, phase: Phase, isFaulty: Bool) {
            position = request.position
            sent = request.sent
            worker = request.worker
            reusesConnection = request.reusesConnection
            self.isAnswered = isAnswered
            self.job = job
            self.phase = phase
            self.isFaulty = isFaulty
        }

        func kind(_ isUnnamed: Bool) -> Class {
            isUnnamed ? .connection(isReused: reusesConnection) : .worker(worker)
        }
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

        mutating func add(_ trial: Trial) {
            count += 1
            guard trial.isFaulty else { return }
            faults += 1
            if examples.count < Evidence.limit { examples.append(trial.position) }
        }
    }
}
