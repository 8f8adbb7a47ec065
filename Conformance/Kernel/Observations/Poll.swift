//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A request about a job, with what may explain its answer.
protocol JobRequest {
    /// The position of the event in the history.
    var position: Int { get }
    /// When the request was sent, in nanoseconds of the run.
    var sent: Int64 { get }
    /// Whether the connection had carried a request before.
    var reusesConnection: Bool { get }
    /// The worker that answered, if the answer names one.
    var worker: String? { get }
}

/// A status poll, or an initiation's answer that tells the state of a job, reduced to what sweeps compare.
struct Poll: JobRequest {
    /// The position of the event in the history.
    var position: Int
    /// When the request was sent, in nanoseconds of the run.
    var sent: Int64
    /// When the answer was received, in nanoseconds of the run.
    var received: Int64
    /// Whether the connection had carried a request before.
    var reusesConnection: Bool
    /// The worker that answered, if the answer names one.
    var worker: String?
    /// What the answer says.
    var reading: StatusReading
    /// Whether the body names another job than the one asked for; absent when it names none.
    var namesOtherJob: Bool?
    /// Whether there was an answer at all.
    var isAnswered: Bool
    /// What the profile read from the answer.
    var parsed: ParsedFields?

    init(_ event: Event, at position: Int, jobID: String) {
        let response = event.outcome.response
        self.position = position
        self.sent = event.sent
        self.received = event.received
        self.reusesConnection = event.reusesConnection
        self.worker = response?.worker
        self.reading = StatusReading(event.outcome)
        self.isAnswered = response != nil
        self.parsed = response?.parsed
        self.namesOtherJob = self.parsed?.jobID.map { $0 != jobID }
    }

    /// The progress; judged only where a job was found, since other bodies may hold anything.
    var progress: JobProgress? { self.reading.isFound ? self.parsed?.progress : nil }

    /// How many strategies are said to be completed.
    var completed: Int? { self.progress?.completed }

    /// How many strategies there are said to be.
    var total: Int? { self.progress?.total }

    /// The share that is said to be done, 0…100.
    var percentage: Double? { self.progress?.percentage }

    /// The state that was found, if any.
    var state: JobState? { if case .found(let state) = self.reading { state } else { nil } }
}

/// A results read, reduced to what checks compare.
struct ResultsRead: JobRequest {
    /// The position of the event in the history.
    var position: Int
    /// When the request was sent, in nanoseconds of the run.
    var sent: Int64
    /// When the answer was received, in nanoseconds of the run.
    var received: Int64
    /// Whether the connection had carried a request before.
    var reusesConnection: Bool
    /// The worker that answered, if the answer names one.
    var worker: String?
    /// What the answer says.
    var reading: ResultsReading
    /// Whether the body names another job than the one asked for.
    var namesOtherJob: Bool
    /// Whether there was an answer at all.
    var isAnswered: Bool
    /// What the profile read from the answer.
    var parsed: ParsedFields?

    init(_ event: Event, at position: Int, jobID: String) {
        self.position = position
        self.sent = event.sent
        self.received = event.received
        self.reusesConnection = event.reusesConnection
        let response = event.outcome.response
        self.worker = response?.worker
        self.reading = ResultsReading(event.outcome)
        self.isAnswered = response != nil
        self.parsed = response?.parsed
        self.namesOtherJob = (self.parsed?.jobID).map { $0 != jobID } ?? false
    }

    /// Whether the answer delivers the results of the job that was asked for.
    var isSuccess: Bool { self.reading == .delivered && !self.namesOtherJob }
}
