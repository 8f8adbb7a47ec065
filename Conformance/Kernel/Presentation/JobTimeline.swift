//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// One job as its owner saw it, for reports: every poll and every results read, with the reported state.
public struct JobTimeline: Sendable, Hashable {
    /// The job's id, as the deployment gave it.
    public var id: String
    /// The plan's name for the job, under which it was polled: a refresh is initiated in the name of the old one.
    public var name: String?
    /// The time at which the first initiation that yielded the job was sent.
    public var initiated: Instant
    /// The time at which the first `complete` was received; absent if never.
    public var firstComplete: Instant?
    /// The status polls, in the order of sending.
    public var polls: [Mark]
    /// The results reads, in the order of sending.
    public var reads: [Mark]

    /// A request and the state that its response reported.
    public struct Mark: Sendable, Hashable {
        /// The position of the event in the history.
        public var position: Int
        /// The reported state.
        public var said: ReportedState
        /// A flag for a failed request: an incorrect poll, or a read after completion without results.
        public var isFaulty: Bool
    }

    /// The state that a response reported for a job.
    public enum ReportedState: String, Sendable, Hashable, CaseIterable {
        case initiated
        case scanning
        /// A poll reported the job as complete, or a read delivered its results.
        case complete
        /// The job is reported as failed.
        case failed
        case notFound = "not found"
        /// A 5xx.
        case serverError = "5xx"
        /// Any other refusal, such as 401, 403 or 429.
        case refused = "401, 403, 429 …"
        /// A success that could not be parsed.
        case unreadable = "not understood"
        /// No complete response.
        case unanswered = "no answer"
    }
}

extension JobTimeline {
    /// Creates the timeline of a job.
    ///
    /// - Parameters:
    ///   - job: The job.
    ///   - observations: The observations of the job's history.
    ///   - faulty: The positions of all requests that count as failed.
    init(_ job: ObservedJob, in observations: Observations, faulty: Set<Int>) {
        let announcement = job.announcements[0]
        let first = job.polls.first ?? announcement
        id = job.id
        name = observations.event(first.position).job
        initiated = announcement.sent
        firstComplete = job.firstComplete?.received
        func mark(_ position: Int, said: (Outcome) -> ReportedState) -> Mark {
            let outcome = observations.event(position).outcome
            return Mark(position: position, said: said(outcome), isFaulty: faulty.contains(position))
        }
        polls = job.polls.map { poll in mark(poll.position) { ReportedState(poll.reading, $0) } }
        reads = job.reads.map { read in mark(read.position) { ReportedState(read.reading, $0) } }
    }
}

extension JobTimeline.ReportedState {
    fileprivate init(_ reading: StatusReading, _ outcome: Outcome) {
        switch reading {
        case .found(.initiated): self = .initiated
        case .found(.scanning): self = .scanning
        case .found(.complete): self = .complete
        case .found(.failed), .found(.cancelled): self = .failed
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
