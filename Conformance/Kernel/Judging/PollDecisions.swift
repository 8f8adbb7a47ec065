//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// Ways to decide that most checks over status polls share.
extension Observations {
    /// Decides on polls one by one.
    ///
    /// - Parameters:
    ///   - relevant: Which polls are looked at.
    ///   - isFaulty: Which of them speak against the requirement.
    ///   - fault: What is wrong with those.
    ///   - missing: What there would have to be for a decision.
    /// - Returns: What came of it.
    func decide(
        pollsWhere relevant: (Poll) -> Bool,
        are isFaulty: (Poll) -> Bool,
        fault: String,
        missing: String
    ) -> Finding {
        self.decide(pollsWithin: { poll, _ in relevant(poll) }, are: isFaulty, fault: fault, missing: missing)
    }

    /// Decides on polls one by one, some of which may contradict others.
    ///
    /// - Parameters:
    ///   - relevant: Which polls are looked at, given their scan.
    ///   - isFaulty: Which of them speak against the requirement.
    ///   - against: The events that they contradict.
    ///   - fault: What is wrong with them.
    ///   - missing: What there would have to be for a decision.
    ///   - least: How many polls of one scan there have to be.
    /// - Returns: What came of it.
    func decide(
        pollsWithin relevant: (Poll, ScanCourse) -> Bool,
        are isFaulty: (Poll) -> Bool,
        against: [Int: Int?] = [:],
        fault: String,
        missing: String,
        atLeast least: Int = 1
    ) -> Finding {
        var examined = 0
        var mostOfOneScan = 0
        var isSound = true
        for scan in self.scans {
            var count = 0
            let polls = scan.polls
            for index in polls.indices {
                let poll = polls[index]
                guard relevant(poll, scan) else { continue }
                count += 1
                if isSound, isFaulty(poll) { isSound = false }
            }
            examined += count
            mostOfOneScan = max(mostOfOneScan, count)
        }
        guard mostOfOneScan >= least else { return .inconclusive(missing: missing) }
        // Samples are for finding a pattern: a deployment without a fault needs none.
        guard !isSound else {
            return self.decide(examined: examined, of: .polls, counterexamples: [], fault: fault, missing: missing)
        }
        let samples = self.samples(where: relevant, isFaulty: isFaulty)
        return self.decide(samples, of: .polls, against: against, fault: fault, missing: missing)
    }

    /// Decides on what polls contradict.
    ///
    /// - Parameters:
    ///   - kind: The kind of contradiction.
    ///   - relevant: Which polls are looked at.
    ///   - fault: What is wrong with those that contradict.
    ///   - missing: What there would have to be for a decision.
    ///   - least: How many polls of one scan there have to be.
    /// - Returns: What came of it.
    func decide(
        contradictions kind: Contradiction.Kind,
        among relevant: (Poll, ScanCourse) -> Bool,
        fault: String,
        missing: String,
        atLeast least: Int = 1
    ) -> Finding {
        var against: [Int: Int?] = [:]
        for scan in self.scans {
            for contradiction in scan.contradictions where contradiction.kind == kind {
                against[contradiction.poll.position] = .some(contradiction.against)
            }
        }
        return self.decide(
            pollsWithin: relevant,
            are: { against[$0.position] != nil },
            against: against,
            fault: fault,
            missing: missing,
            atLeast: least
        )
    }

    /// Decides on samples, and looks for a pattern in what is wrong with them.
    func decide(
        _ samples: [Sample],
        of subject: Subject,
        against: [Int: Int?] = [:],
        fault: String,
        missing: String
    ) -> Finding {
        let faulty = samples.lazy.filter(\.isFaulty).map(\.position).inOrder(by: <)
        return self.decide(
            examined: samples.count,
            of: subject,
            counterexamples: faulty.map { Counterexample($0, against: against[$0] ?? nil) },
            fault: fault,
            missing: missing,
            pattern: Diagnosis.pattern(in: samples)
        )
    }

    /// Makes samples of the polls that are looked at.
    func samples(
        where relevant: (Poll, ScanCourse) -> Bool,
        isFaulty: (Poll) -> Bool
    ) -> [Sample] {
        var samples: [Sample] = []
        for (index, scan) in self.scans.enumerated() {
            for poll in scan.polls where relevant(poll, scan) {
                samples.append(self.sample(poll, isFaulty: isFaulty(poll), of: scan, number: index))
            }
        }
        return samples
    }

    /// Makes a sample of a request about a scan.
    func sample(_ request: some CourseRequest, isFaulty: Bool, of scan: ScanCourse, number: Int) -> Sample {
        Sample(
            position: request.position,
            scan: number,
            age: request.sent - scan.acknowledged,
            isFaulty: isFaulty,
            isAfterCompletion: request.sent > scan.firstComplete?.received ?? .max,
            reusesConnection: request.reusesConnection,
            worker: request.worker
        )
    }
}
