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
    /// How many strategies are said to be completed.
    var completed: Int?
    /// How many strategies there are said to be.
    var total: Int?
    /// The share that is said to be done, 0…100.
    var percentage: Double?

    init(_ event: Event, at position: Int, scanID: String) {
        let understood = event.outcome.answer?.understood
        self.position = position
        self.sent = event.sent
        self.received = event.received
        self.reusesConnection = event.reusesConnection
        self.worker = event.outcome.answer?.worker
        self.reading = StatusReading(event.outcome)
        self.namesOtherScan = understood?.scanID.map { $0 != scanID }
        // Progress is judged only where a scan was found; other bodies may hold anything.
        guard self.reading.isFound else { return }
        self.completed = understood?.progress?.completed
        self.total = understood?.progress?.total
        self.percentage = understood?.progress?.percentage
    }

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

    init(_ event: Event, at position: Int, scanID: String) {
        self.position = position
        self.sent = event.sent
        self.received = event.received
        self.reusesConnection = event.reusesConnection
        self.worker = event.outcome.answer?.worker
        self.reading = ResultsReading(event.outcome)
        self.namesOtherScan = (event.outcome.answer?.understood?.scanID).map { $0 != scanID } ?? false
    }

    /// Whether the answer delivers the results of the scan that was asked for.
    var isSuccess: Bool { self.reading == .delivered && !self.namesOtherScan }
}
