//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// One job as its owner saw it, for reports: every poll and every results read, with what its answer said.
public struct JobTimeline: Sendable, Hashable {
    /// The job's id, as the deployment gave it.
    public var id: String
    /// The plan's name for the job, under which it was polled: a refresh is initiated in the name of the old one.
    public var name: String?
    /// When the first initiation that yielded the job was sent, in nanoseconds of the run.
    public var initiated: Int64
    /// When the first `complete` was received, in nanoseconds of the run; absent if never.
    public var firstComplete: Int64?
    /// The status polls, in the order of sending.
    public var polls: [Mark]
    /// The results reads, in the order of sending.
    public var reads: [Mark]

    /// A request and what its answer said.
    public struct Mark: Sendable, Hashable {
        /// The position of the event in the history.
        public var position: Int
        /// What the answer said.
        public var said: ReportedState
        /// Whether the request counts as failed: a poll that was not correct, a read after completion without results.
        public var isFaulty: Bool
    }

    /// What an answer said about a job.
    public enum ReportedState: String, Sendable, Hashable, CaseIterable {
        case initiated
        case scanning
        /// A poll was told that the job is complete, or a read got its results.
        case complete
        /// The job is said to have failed.
        case failed
        case notFound = "not found"
        /// A 5xx.
        case serverError = "5xx"
        /// Any other refusal, such as 401, 403 or 429.
        case refused = "401, 403, 429 …"
        /// A success that says nothing that could be understood.
        case unreadable = "not understood"
        /// No whole answer.
        case unanswered = "no answer"
    }
}

extension JobTimeline {
    /// Lays out a job.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - observations: The history that the job is of.
    ///   - faulty: The positions of all requests that count as failed.
    init(_ job: ObservedJob, in observations: Observations, faulty: Set<Int>) {
        let announcement = job.announcements[0]
        let first = job.polls.first ?? announcement
        self.id = job.id
        self.name = observations.event(first.position).job
        self.initiated = announcement.sent
        self.firstComplete = job.firstComplete?.received
        func mark(_ position: Int, said: (Outcome) -> ReportedState) -> Mark {
            let outcome = observations.event(position).outcome
            return Mark(position: position, said: said(outcome), isFaulty: faulty.contains(position))
        }
        self.polls = job.polls.map { poll in mark(poll.position) { ReportedState(poll.reading, $0) } }
        self.reads = job.reads.map { read in mark(read.position) { ReportedState(read.reading, $0) } }
    }
}

extension JobTimeline.ReportedState {
    fileprivate init(_ reading: StatusReading, _ outcome: Outcome) {
        switch reading {
        case .found(.initiated): self = .initiated
        case .found(.scanning): self = .scanning
        case .found(.complete): self = .complete
        case .found(.failed): self = .failed
        case .notFound, .found(.notFound): self = .notFound
        case .unreadable, .found(.unrecognised): self = .unreadable
        case .noKnowledge: self.init(withoutKnowledge: outcome)
        }
    }

    fileprivate init(_ reading: ResultsReading, _ outcome: Outcome) {
        switch reading {
        case .delivered: self = .complete
        case .pending: self = .scanning
        case .notFound: self = .notFound
        case .failed: self = .failed
        case .errorShaped, .noKnowledge: self.init(withoutKnowledge: outcome)
        }
    }

    private init(withoutKnowledge outcome: Outcome) {
        switch outcome.response?.status {
        case nil: self = .unanswered
        case (500...)?: self = .serverError
        case (300..<500)?: self = .refused
        case _?: self = .unreadable
        }
    }
}
