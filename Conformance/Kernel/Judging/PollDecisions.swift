//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Decisions that most checks of status polls share.
extension Observations {
    /// Decides on polls one by one.
    ///
    /// - Parameters:
    ///   - relevant: The polls that are examined.
    ///   - isFaulty: The polls among them that violate the requirement.
    ///   - fault: The description of the violation.
    ///   - missing: The evidence that a decision would need.
    /// - Returns: The finding.
    func finding(
        onPollsWhere relevant: (Poll) -> Bool,
        are isFaulty: (Poll) -> Bool,
        fault: String,
        missing: String
    ) -> Finding {
        self.finding(onPollsWithin: { poll, _ in relevant(poll) }, are: isFaulty, fault: fault, missing: missing)
    }

    /// Decides on polls one by one, some of which may contradict others.
    ///
    /// - Parameters:
    ///   - relevant: The polls that are examined, given their job.
    ///   - isFaulty: The polls among them that violate the requirement.
    ///   - against: The events that they contradict.
    ///   - fault: The description of the violation.
    ///   - missing: The evidence that a decision would need.
    ///   - least: The minimum number of polls of one job.
    /// - Returns: The finding.
    func finding(
        onPollsWithin relevant: (Poll, ObservedJob) -> Bool,
        are isFaulty: (Poll) -> Bool,
        against: [Int: Int?] = [:],
        fault: String,
        missing: String,
        atLeast least: Int = 1
    ) -> Finding {
        var examined = 0
        var mostOfOneJob = 0
        var isSound = true
        for job in jobs {
            var count = 0
            let polls = job.polls
            for index in polls.indices {
                let poll = polls[index]
                guard relevant(poll, job) else { continue }
                count += 1
                if isSound, isFaulty(poll) { isSound = false }
            }
            examined += count
            mostOfOneJob = max(mostOfOneJob, count)
        }
        guard mostOfOneJob >= least else { return .inconclusive(missing: missing) }
        // Judged requests serve to find a pattern: without a fault none are needed.
        guard !isSound else {
            return self.finding(examined: examined, of: .polls, counterexamples: [], fault: fault, missing: missing)
        }
        let samples = self.samples(where: relevant, isFaulty: isFaulty)
        return self.finding(on: samples, of: .polls, against: against, fault: fault, missing: missing)
    }

    /// Decides by contradictions between polls.
    ///
    /// - Parameters:
    ///   - kind: The kind of contradiction.
    ///   - relevant: The polls that are examined.
    ///   - fault: The description of the contradiction.
    ///   - missing: The evidence that a decision would need.
    ///   - least: The minimum number of polls of one job.
    /// - Returns: The finding.
    func finding(
        onContradictions kind: Contradiction.Kind,
        among relevant: (Poll, ObservedJob) -> Bool,
        fault: String,
        missing: String,
        atLeast least: Int = 1
    ) -> Finding {
        var against: [Int: Int?] = [:]
        for job in jobs {
            for contradiction in job.contradictions where contradiction.kind == kind {
                against[contradiction.poll.position] = .some(contradiction.against)
            }
        }
        return self.finding(
            onPollsWithin: relevant,
            are: { against[$0.position] != nil },
            against: against,
            fault: fault,
            missing: missing,
            atLeast: least
        )
    }

    /// Decides on judged requests, and looks for a pattern in the faulty ones.
    func finding(
        on samples: [JudgedRequest],
        of subject: CountedNoun,
        against: [Int: Int?] = [:],
        fault: String,
        missing: String
    ) -> Finding {
        let faulty = samples.lazy.filter(\.isFaulty).map(\.position).inOrder(by: <)
        return self.finding(
            examined: samples.count,
            of: subject,
            counterexamples: faulty.map { Counterexample($0, against: against[$0] ?? nil) },
            fault: fault,
            missing: missing,
            pattern: Diagnosis.pattern(in: samples, nouns: nouns)
        )
    }

    /// Makes the examined polls into judged requests.
    func samples(
        where relevant: (Poll, ObservedJob) -> Bool,
        isFaulty: (Poll) -> Bool
    ) -> [JudgedRequest] {
        var samples: [JudgedRequest] = []
        for (index, job) in jobs.enumerated() {
            for poll in job.polls where relevant(poll, job) {
                samples.append(sample(poll, isFaulty: isFaulty(poll), of: job, number: index))
            }
        }
        return samples
    }

    /// Makes a request about a job into a judged request.
    func sample(_ request: some JobRequest, isFaulty: Bool, of job: ObservedJob, number: Int) -> JudgedRequest {
        JudgedRequest(
            position: request.position,
            job: number,
            age: request.sent - job.acknowledged,
            isFaulty: isFaulty,
            isAfterCompletion: request.sent > job.firstComplete?.received ?? .max,
            reusesConnection: request.reusesConnection,
            worker: request.worker
        )
    }
}
