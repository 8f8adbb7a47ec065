//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A request judged correct or faulty, with properties that may explain a fault.
struct JudgedRequest {
    /// The position of the event in the history.
    var position: Int
    /// The number of the job.
    var job: Int
    /// The time from the job's acknowledgement to the request.
    var age: Duration
    /// A flag for a response that violates a requirement.
    var isFaulty: Bool
    /// A flag for a request sent after the job had been seen complete.
    var isAfterCompletion: Bool
    /// A flag for a connection that had carried a request before.
    var reusesConnection: Bool
    /// The worker that responded, if the response names one.
    var worker: String?
}

/// Finds patterns among faulty requests: the phase of the job in which they occur, and the requests that are
/// affected.
enum Diagnosis {
    /// Returns the pattern, or `nil` when none is evident.
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

    /// A phase in the life of a job, and the requests within it.
    private struct Phase {
        var text: String
        var samples: [JudgedRequest]
    }

    /// Finds the phase to which the faulty requests are confined, if there is one.
    private static func phase(of samples: [JudgedRequest]) -> Phase? {
        let jobs = samples.byJob.filter { $0.contains(where: \.isFaulty) }
        let mixed = jobs.filter { $0.contains { !$0.isFaulty } }
        guard !mixed.isEmpty else { return nil }

        if mixed.allSatisfy({ $0.isSorted(by: { !$0.isFaulty || $1.isFaulty }) }) {
            let ages = mixed.compactMap { $0.first(where: \.isFaulty)?.age }
            let start = EventDescription.seconds(ages.min() ?? .zero)
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
                text: "only at first, up to \(EventDescription.seconds(ages.max() ?? .zero)) s of age",
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
    /// The requests of each job; the array must be in the order of the jobs.
    var byJob: [ArraySlice<JudgedRequest>] {
        var jobs: [ArraySlice<JudgedRequest>] = []
        var start = startIndex
        for index in indices.dropFirst() where self[index].job != self[index - 1].job {
            jobs.append(self[start..<index])
            start = index
        }
        if start < endIndex { jobs.append(self[start...]) }
        return jobs
    }
}

extension ArraySlice<JudgedRequest> {
    /// Returns true if every pair of neighbours is in order.
    fileprivate func isSorted(by inOrder: (JudgedRequest, JudgedRequest) -> Bool) -> Bool {
        zip(self, dropFirst()).allSatisfy(inOrder)
    }
}
