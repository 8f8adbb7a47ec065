//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A request of a run and its outcome: one line of a history.
///
/// Source: `Conformance/Contract/judging.md#events`.
public struct Event: Sendable, Hashable, Identifiable {
    /// The event's number, counted from 1 in the order in which requests were sent.
    public var id: Int
    /// The operation of the request.
    public var operation: Operation {
        get { request.value.operation }
        set { request.value.operation = newValue }
    }
    /// The intent of the request.
    public var intent: Intent {
        get { request.value.intent }
        set { request.value.intent = newValue }
    }
    /// The pace at which the run polls the request's job.
    public var pace: Pace {
        get { request.value.pace }
        set { request.value.pace = newValue }
    }
    /// The plan's name for the request's job, such as `scan-3`; absent for logins and the like.
    public var job: String? {
        get { request.value.job }
        set { request.value.job = newValue }
    }
    /// The requested job id; absent for an initiation, whose response carries it.
    public var jobID: String? {
        get { request.value.jobID }
        set { request.value.jobID = newValue }
    }
    /// The user in whose name the request was sent.
    public var user: User {
        get { request.value.user }
        set { request.value.user = newValue }
    }
    /// The HTTP method.
    public var method: String {
        get { request.value.method }
        set { request.value.method = newValue }
    }
    /// The request's URL, without credentials.
    public var url: String {
        get { request.value.url }
        set { request.value.url = newValue }
    }
    /// The request's body, with passwords blanked out.
    public var requestBody: String? {
        get { request.value.requestBody }
        set { request.value.requestBody = newValue }
    }
    /// The header fields that matter for the request's intent, names in lower case; never credentials.
    public var requestHeaders: [String: String]? {
        get { request.value.requestHeaders }
        set { request.value.requestHeaders = newValue }
    }
    /// The number of the results read that a page belongs to; absent for all other requests.
    public var read: Int? {
        get { request.value.read }
        set { request.value.read = newValue }
    }
    /// The time at which the plan wanted the request sent, on the same clock as ``sent``; absent for unscheduled
    /// requests.
    ///
    /// Latency is measured from here, so that requests delayed by a slow response count as slow, too.
    public var due: Instant?
    /// The time of the first byte sent, on the run's clock.
    ///
    /// Without one, because no connection could be opened, it is the time of the attempt.
    public var sent: Instant
    /// The time of the response's first byte, on the same clock; absent where none came, and in older histories.
    public var firstByte: Instant?
    /// The time of the response's last byte or of giving up, on the same clock.
    public var received: Instant
    /// The number of the request's connection, counted from 1 in the order of opening; 0 without one.
    public var connection: Int
    /// True if the connection had carried a request before.
    public var reusesConnection: Bool
    /// The id under which the request stands in the deployment's own tracing; absent where none was sent, and in older
    /// histories.
    public var traceID: TraceID?
    /// The response, or the failure.
    public var outcome: Outcome
    /// The fields in common with other events, such as all polls of a job.
    var request: CopyOnWrite<Request>

    /// Creates an event.
    public init(
        id: Int,
        operation: Operation,
        intent: Intent,
        pace: Pace = .usual,
        job: String? = nil,
        jobID: String? = nil,
        user: User,
        method: String,
        url: String,
        requestBody: String? = nil,
        requestHeaders: [String: String]? = nil,
        due: Instant? = nil,
        sent: Instant,
        firstByte: Instant? = nil,
        received: Instant,
        connection: Int,
        reusesConnection: Bool,
        traceID: TraceID? = nil,
        outcome: Outcome
    ) {
        self.init(
            id: id,
            request: CopyOnWrite(
                Request(
                    operation: operation,
                    intent: intent,
                    pace: pace,
                    job: job,
                    jobID: jobID,
                    user: user,
                    method: method,
                    url: url,
                    requestBody: requestBody,
                    requestHeaders: requestHeaders
                )
            ),
            due: due,
            sent: sent,
            firstByte: firstByte,
            received: received,
            connection: connection,
            reusesConnection: reusesConnection,
            traceID: traceID,
            outcome: outcome
        )
    }
}
