//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A request that was right or wrong, with what may explain it.
struct JudgedRequest {
    /// The position of the event in the history.
    var position: Int
    /// The number of the job.
    var job: Int
    /// The time from the job's acknowledgement to the request, in nanoseconds.
    var age: Int64
    /// Whether the answer speaks against a requirement.
    var isFaulty: Bool
    /// Whether the job had been seen complete before.
    var isAfterCompletion: Bool
    /// Whether the connection had carried a request before.
    var reusesConnection: Bool
    /// The worker that answered, if the answer names one.
    var worker: String?
}

/// Looks for what the faulty ones among samples have in common: when they happen, and whom they hit.
enum Diagnosis {
    /// Tells the pattern, or nothing when none is evident.
    static func pattern(in samples: [JudgedRequest], nouns: Nouns) -> String? {
        let faulty = samples.count(where: \.isFaulty)
        guard faulty >= 2 else { return nil }
        guard faulty < samples.count else { return "not one was right" }
        let samples = samples.inOrder { ($0.job, $0.position) < ($1.job, $1.position) }
        let when = Self.phase(of: samples)
        let spread = FaultPattern.pattern(in: when?.samples ?? samples, nouns: nouns)
        let parts = [when?.text, spread].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// A time within the life of a job, and the samples of it.
    private struct Phase {
        var text: String
        var samples: [JudgedRequest]
    }

    /// Finds the time to which the faulty samples are confined, if there is one.
    private static func phase(of samples: [JudgedRequest]) -> Phase? {
        let jobs = samples.byJob.filter { $0.contains(where: \.isFaulty) }
        let mixed = jobs.filter { $0.contains { !$0.isFaulty } }
        guard !mixed.isEmpty else { return nil }

        if mixed.allSatisfy({ $0.isSorted(by: { !$0.isFaulty || $1.isFaulty }) }) {
            let ages = mixed.compactMap { $0.first(where: \.isFaulty)?.age }
            let start = EventDescription.seconds(ages.min() ?? 0)
            let isAtCompletion = mixed.allSatisfy { $0.allSatisfy { $0.isFaulty == $0.isAfterCompletion } }
            return Phase(
                text: isAtCompletion
                    ? "all of them after the first complete" : "without exception from \(start) s of age on",
                samples: []
            )
        }
        if mixed.allSatisfy({ $0.isSorted(by: { $0.isFaulty || !$1.isFaulty }) }) {
            let ages = mixed.compactMap { $0.last(where: \.isFaulty)?.age }
            return Phase(
                text: "only at first, up to \(EventDescription.seconds(ages.max() ?? 0)) s of age",
                samples: []
            )
        }
        let after = samples.filter(\.isAfterCompletion)
        guard after.count < samples.count, after.count(where: \.isFaulty) == samples.count(where: \.isFaulty) else {
            return nil
        }
        return Phase(text: "only after the first complete", samples: after)
    }
}

extension [JudgedRequest] {
    /// The samples of each job, where they are in the order of the jobs.
    var byJob: [ArraySlice<JudgedRequest>] {
        var jobs: [ArraySlice<JudgedRequest>] = []
        var start = self.startIndex
        for index in self.indices.dropFirst() where self[index].job != self[index - 1].job {
            jobs.append(self[start..<index])
            start = index
        }
        if start < self.endIndex { jobs.append(self[start...]) }
        return jobs
    }
}

extension ArraySlice<JudgedRequest> {
    /// Whether each neighbouring pair is in order.
    fileprivate func isSorted(by inOrder: (JudgedRequest, JudgedRequest) -> Bool) -> Bool {
        zip(self, self.dropFirst()).allSatisfy(inOrder)
    }
}
