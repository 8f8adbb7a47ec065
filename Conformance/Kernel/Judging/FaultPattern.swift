//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Finds the requests that faults affect: those of some workers or connections, every k-th one, or whole jobs.
enum FaultPattern {
    /// Returns the pattern in requests that are ordered by job, and within a job by the history.
    static func pattern(in samples: [JudgedRequest], nouns: Nouns) -> String? {
        let faulty = samples.count(where: \.isFaulty)
        guard faulty >= 2, faulty < samples.count else { return nil }
        return byWorker(samples) ?? byWorkerOfJob(samples, nouns) ?? byReuse(samples) ?? byJob(
            samples,
            nouns
        )
            ?? byPeriod(samples) ?? byShare(samples)
    }

    /// Some workers are always correct, the others always faulty.
    private static func byWorker(_ samples: [JudgedRequest]) -> String? {
        var workers: [String: (count: Int, faulty: Int)] = [:]
        for sample in samples {
            guard let worker = sample.worker else { return nil }
            workers[worker, default: (0, 0)].count += 1
            if sample.isFaulty { workers[worker, default: (0, 0)].faulty += 1 }
        }
        var wrong: [String] = []
        for (worker, tally) in workers {
            if tally.faulty * 2 >= tally.count {
                wrong.append(worker)
            } else if tally.faulty * 20 > tally.count {
                return nil
            }
        }
        guard !wrong.isEmpty, wrong.count < workers.count else { return nil }
        let streaks = samples.byJob.flatMap { job in WorkerChance.streaks(job.map { ($0.worker, $0.isFaulty) }) }
        guard WorkerChance.ofExcess(Set(wrong), of: workers.count, in: streaks) <= WorkerChance.error else {
            return nil
        }
        let names = wrong.sorted().joined(separator: ", ")
        return "by \(wrong.count) of \(workers.count) workers (\(names)); the others were right"
    }

    /// Each job is correct on one worker and faulty on the others, as with lookups in a worker's memory.
    private static func byWorkerOfJob(_ samples: [JudgedRequest], _ nouns: Nouns) -> String? {
        let jobs = samples.byJob.filter { $0.contains(where: \.isFaulty) && $0.contains { !$0.isFaulty } }
        // A job that was initiated on several workers is known to all of them, and would hide the pattern.
        let alone = jobs.filter { job in
            let right = Set(job.lazy.filter { !$0.isFaulty }.map(\.worker))
            guard right.count == 1, !right.contains(nil) else { return false }
            return job.allSatisfy { right.contains($0.worker) != $0.isFaulty }
        }
        guard alone.count >= 2, alone.count * 3 >= jobs.count * 2 else { return nil }
        let chance = WorkerChance.ofOneRight(
            alone.map { job in WorkerChance.streaks(job.map { ($0.worker, $0.isFaulty) }) },
            among: jobs.count,
            workers: Set(samples.lazy.map(\.worker)).count
        )
        guard chance <= WorkerChance.error else { return nil }
        return "\(alone.count) of \(jobs.count) \(nouns.job.many) were right on one worker only, each on its own, "
            + "and always wrong on the others"
    }

    /// Only new, or only reused, connections are affected.
    private static func byReuse(_ samples: [JudgedRequest]) -> String? {
        let reused = samples.count(where: \.reusesConnection)
        let fresh = samples.count - reused
        guard reused >= 10, fresh >= 10 else { return nil }
        let faulty = samples.count(where: \.isFaulty)
        let reusedFaulty = samples.count { $0.reusesConnection && $0.isFaulty }
        let freshFaulty = faulty - reusedFaulty
        let streaks = samples.byJob.flatMap { job in
            WorkerChance.streaks(job.map { ($0.reusesConnection, $0.isFaulty) })
        }
        guard WorkerChance.ofExcess([reusedFaulty > 0], of: 2, in: streaks) <= WorkerChance.error else { return nil }
        if reusedFaulty == 0, freshFaulty * 4 >= fresh {
            return "only on fresh connections, never on reused ones"
        }
        if freshFaulty == 0, reusedFaulty * 4 >= reused {
            return "only on reused connections, never on fresh ones"
        }
        return nil
    }

    /// Faults are periodic, as with a round-robin load balancer.
    private static func byPeriod(_ samples: [JudgedRequest]) -> String? {
        let runs = samples.byJob.map { $0.map(\.isFaulty) }.filter { $0.contains(true) && $0.contains(false) }
        let count = runs.reduce(0) { $0 + $1.count }
        let faulty = runs.reduce(0) { $0 + $1.count { $0 } }
        guard count > 0 else { return nil }
        let share = Double(faulty) / Double(count)
        // With nearly all flags equal, any period would seem to fit.
        guard faulty >= 3, share * share + (1 - share) * (1 - share) < 0.9 else { return nil }
        // Flags that come in clusters equal their neighbours, whatever the period.
        let alike = max(share * share + (1 - share) * (1 - share), Self.adjacentlyEqual(runs))
        for period in 2...8 {
            var pairs = 0
            var equal = 0
            for run in runs where run.count > period {
                pairs += run.count - period
                for index in period..<run.count where run[index] == run[index - period] { equal += 1 }
            }
            guard pairs >= 2 * period, equal * 50 >= pairs * 49,
                Self.chance(of: equal, amongst: pairs, each: alike) * 7 <= WorkerChance.error
            else { continue }
            let hit = Int((share * Double(period)).rounded())
            guard (1..<period).contains(hit) else { continue }
            return
                "\(hit) of every \(period) requests in turn: requests are dealt out to workers that do not know the same"
        }
        return nil
    }

    /// True unless the shares of jobs differ by more than chance explains: the same workers answer about all of them.
    ///
    /// The share of all is neither 0 nor 1.
    private static func isAlikeInAll(_ runs: [[Bool]], _ share: Double) -> Bool {
        guard runs.count > 1 else { return true }
        let variance = share * (1 - share)
        let squares = runs.reduce(0.0) { sum, run in
            let excess = Double(run.count { $0 }) - share * Double(run.count)
            return sum + excess * excess / (variance * Double(run.count))
        }
        let freedom = Double(runs.count - 1)
        return squares <= freedom + (2 * freedom).squareRoot()
    }

    /// The share of samples that are as good as independent ones, by how much neighbours are alike.
    ///
    /// The share of all is neither 0 nor 1.
    private static func independentShare(_ runs: [[Bool]], _ share: Double) -> Double {
        let alike = share * share + (1 - share) * (1 - share)
        let correlation = min(max((adjacentlyEqual(runs) - alike) / (1 - alike), 0), 1)
        return (1 - correlation) / (1 + correlation)
    }

    /// The share of neighbours within a run that are equal.
    private static func adjacentlyEqual(_ runs: [[Bool]]) -> Double {
        let pairs = runs.reduce(0) { $0 + max(0, $1.count - 1) }
        let equal = runs.reduce(0) { $0 + zip($1, $1.dropFirst()).count { $0 == $1 } }
        return pairs == 0 ? 1 : Double(equal) / Double(pairs)
    }

    /// The probability of so many equal pairs or more, if each is equal with a given one.
    private static func chance(of equal: Int, amongst pairs: Int, each: Double) -> Double {
        equal == 0 ? 1 : IncompleteBeta.value(at: each, Double(equal), Double(pairs - equal + 1))
    }

    /// Some jobs are entirely faulty, the others entirely correct.
    private static func byJob(_ samples: [JudgedRequest], _ nouns: Nouns) -> String? {
        let jobs = samples.byJob
        let wrong = jobs.count { $0.allSatisfy(\.isFaulty) }
        let right = jobs.count { !$0.contains(where: \.isFaulty) }
        guard wrong + right == jobs.count else { return nil }
        return "\(wrong) of \(jobs.count) \(nouns.job.many) wholly, the others not at all"
    }

    /// The fault rate is that of one correct worker among k, and of no other number of workers.
    private static func byShare(_ samples: [JudgedRequest]) -> String? {
        let runs = samples.byJob.map { $0.map(\.isFaulty) }
        let share = Double(samples.count(where: \.isFaulty)) / Double(samples.count)
        // If responses name their workers, a different number of them would contradict the evidence.
        let named = Set(samples.lazy.compactMap(\.worker)).count
        // Faults that come in clusters are as good as fewer ones that do not.
        let count = Int(Double(samples.count) * independentShare(runs, share))
        guard count > 0, isAlikeInAll(runs, share) else { return nil }
        let faulty = Int((Double(count) * share).rounded())
        // With an error of one in a hundred on either side, only the fitting number may be left.
        let lower = ClopperPearson.lowerBound(successes: faulty, trials: count, error: 0.01)
        let upper = ClopperPearson.upperBound(successes: faulty, trials: count, error: 0.01)
        let fitting = (2...20).filter { workers in
            (lower...upper).contains(Double(workers - 1) / Double(workers))
        }
        // A wide interval has room for any other explanation.
        guard fitting.count == 1, let workers = fitting.first, workers <= 4, upper < 0.95, upper - lower <= 0.32,
            named == 0 || named == workers
        else { return nil }
        return "about \(workers - 1) in \(workers), as if one of \(workers) workers were right"
    }
}
