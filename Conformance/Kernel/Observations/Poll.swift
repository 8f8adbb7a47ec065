//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A request about a job, with properties that may explain its response.
protocol JobRequest {
    /// The position of the event in the history.
    var position: Int { get }
    /// The time of sending.
    var sent: Instant { get }
    /// The time at which the response was received.
    var received: Instant { get }
    /// A flag for a connection that had carried a request before.
    var reusesConnection: Bool { get }
    /// The worker that responded, if the response names one.
    var worker: String? { get }
}

/// A status poll, or an initiation's response with the state of a job, reduced to the fields that sweeps compare.
struct Poll: JobRequest {
    /// The position of the event in the history.
    var position: Int
    /// The time of sending.
    var sent: Instant
    /// The time at which the response was received.
    var received: Instant
    /// A flag for a connection that had carried a request before.
    var reusesConnection: Bool
    /// The worker that responded, if the response names one.
    var worker: String?
    /// The meaning of the response.
    var reading: StatusReading
    /// A flag for a body that names another job than the requested one; absent when it names none.
    var namesOtherJob: Bool?
    /// A flag for a request that was answered.
    var isAnswered: Bool
    /// The fields that the profile parsed from the response.
    var parsed: ParsedFields?

    init(_ event: Event, at position: Int, jobID: String, worker: String?) {
        let response = event.outcome.response
        self.position = position
        sent = event.sent
        received = event.received
        reusesConnection = event.reusesConnection
        self.worker = worker
        reading = StatusReading(event.outcome)
        isAnswered = response != nil
        parsed = response?.parsed
        namesOtherJob = parsed?.jobID.map { $0 != jobID }
    }

    /// The progress; judged only where a job was found, since other bodies are not specified.
    var progress: JobProgress? { reading.isFound ? parsed?.progress : nil }

    /// The reported number of completed strategies.
    var completed: Int? { progress?.completed }

    /// The reported number of all strategies.
    var total: Int? { progress?.total }

    /// The reported percentage, 0…100.
    var percentage: Double? { progress?.percentage }

    /// The reported state, if a job was found.
    var state: JobState? { if case .found(let state) = reading { state } else { nil } }
}

/// A results read, reduced to the fields that checks compare.
struct ResultsRead: JobRequest {
    /// The number of the event, to which those of further pages refer.
    let number: Int
    /// The position of the event in the history.
    var position: Int
    /// The time of sending.
    var sent: Instant
    /// The time at which the response was received.
    var received: Instant
    /// A flag for a connection that had carried a request before.
    var reusesConnection: Bool
    /// The worker that responded, if the response names one.
    var worker: String?
    /// The meaning of the response.
    var reading: ResultsReading
    /// A flag for a body that names another job than the requested one.
    var namesOtherJob: Bool
    /// A flag for a request that was answered.
    var isAnswered: Bool
    /// A flag for a request that was answered with a success.
    let isSuccessful: Bool
    /// The fields that the profile parsed from the response.
    var parsed: ParsedFields?

    init(_ event: Event, at position: Int, jobID: String, worker: String?) {
        number = event.id
        self.position = position
        sent = event.sent
        received = event.received
        reusesConnection = event.reusesConnection
        let response = event.outcome.response
        self.worker = worker
        reading = ResultsReading(event.outcome)
        isAnswered = response != nil
        isSuccessful = response.map { (200..<300).contains($0.status) } == true
        parsed = response?.parsed
        namesOtherJob = (parsed?.jobID).map { $0 != jobID } ?? false
    }

    /// A flag for a response that delivers the results of the requested job.
    var isSuccess: Bool { reading == .delivered && !namesOtherJob }
}
