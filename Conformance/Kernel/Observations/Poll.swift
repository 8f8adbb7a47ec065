//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A request about a scan, with what may explain its answer.
protocol CourseRequest {
    /// The position of the event in the history.
    var position: Int { get }
    /// When the request was sent, in nanoseconds of the run.
    var sent: Int64 { get }
    /// Whether the connection had carried a request before.
    var reusesConnection: Bool { get }
    /// The worker that answered, if the answer names one.
    var worker: String? { get }
}

/// A status poll, or an initiation's answer that tells the state of a scan, reduced to what sweeps compare.
struct Poll: CourseRequest {
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
    /// Whether the body names another scan than the one asked for; absent when it names none.
    var namesOtherScan: Bool?
    /// Whether there was an answer at all.
    var isAnswered: Bool
    /// What the profile read from the answer.
    var understood: Understanding?

    init(_ event: Event, at position: Int, scanID: String) {
        let answer = event.outcome.answer
        self.position = position
        self.sent = event.sent
        self.received = event.received
        self.reusesConnection = event.reusesConnection
        self.worker = answer?.worker
        self.reading = StatusReading(event.outcome)
        self.isAnswered = answer != nil
        self.understood = answer?.understood
        self.namesOtherScan = self.understood?.scanID.map { $0 != scanID }
    }

    /// The progress; judged only where a scan was found, since other bodies may hold anything.
    var progress: Progress? { self.reading.isFound ? self.understood?.progress : nil }

    /// How many strategies are said to be completed.
    var completed: Int? { self.progress?.completed }

    /// How many strategies there are said to be.
    var total: Int? { self.progress?.total }

    /// The share that is said to be done, 0…100.
    var percentage: Double? { self.progress?.percentage }

    /// The state that was found, if any.
    var state: ScanState? { if case .found(let state) = self.reading { state } else { nil } }
}

/// A results read, reduced to what checks compare.
struct ResultsRead: CourseRequest {
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
    /// Whether the body names another scan than the one asked for.
    var namesOtherScan: Bool
    /// Whether there was an answer at all.
    var isAnswered: Bool
    /// What the profile read from the answer.
    var understood: Understanding?

    init(_ event: Event, at position: Int, scanID: String) {
        self.position = position
        self.sent = event.sent
        self.received = event.received
        self.reusesConnection = event.reusesConnection
        let answer = event.outcome.answer
        self.worker = answer?.worker
        self.reading = ResultsReading(event.outcome)
        self.isAnswered = answer != nil
        self.understood = answer?.understood
        self.namesOtherScan = (self.understood?.scanID).map { $0 != scanID } ?? false
    }

    /// Whether the answer delivers the results of the scan that was asked for.
    var isSuccess: Bool { self.reading == .delivered && !self.namesOtherScan }
}
