//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// One request of a run and what came of it: one line of a history.
///
/// Source: `Conformance/Contract/judging.md#events`.
public struct Event: Sendable, Hashable, Identifiable {
    /// The event's number, counted from 1 in the order in which requests were sent.
    public var id: Int
    /// What the request asked for.
    public var operation: Operation {
        get { self.request.value.operation }
        set { self.request.value.operation = newValue }
    }
    /// Why the plan sent the request.
    public var intent: Intent {
        get { self.request.value.intent }
        set { self.request.value.intent = newValue }
    }
    /// The time that the run leaves between the polls of the job.
    public var pace: Pace {
        get { self.request.value.pace }
        set { self.request.value.pace = newValue }
    }
    /// The plan's name for the job that the request is about, such as `scan-3`; absent for logins and the like.
    public var job: String? {
        get { self.request.value.job }
        set { self.request.value.job = newValue }
    }
    /// The job id that was asked for; absent for an initiation, whose answer carries it.
    public var jobID: String? {
        get { self.request.value.jobID }
        set { self.request.value.jobID = newValue }
    }
    /// The user in whose name the request was sent.
    public var user: User {
        get { self.request.value.user }
        set { self.request.value.user = newValue }
    }
    /// The HTTP method.
    public var method: String {
        get { self.request.value.method }
        set { self.request.value.method = newValue }
    }
    /// The request's URL, without credentials.
    public var url: String {
        get { self.request.value.url }
        set { self.request.value.url = newValue }
    }
    /// The request's body, with passwords blanked out.
    public var requestBody: String? {
        get { self.request.value.requestBody }
        set { self.request.value.requestBody = newValue }
    }
    /// The header fields of the request that its intent is about, names in lower case; never credentials.
    public var requestHeaders: [String: String]? {
        get { self.request.value.requestHeaders }
        set { self.request.value.requestHeaders = newValue }
    }
    /// When the plan wanted the request sent, on the same clock as ``sent``; absent where it had no time of its own.
    ///
    /// Latency is measured from here, so that requests held up behind a slow answer count as slow, too.
    public var due: Int64?
    /// When the first byte left, in nanoseconds of a monotonic clock since the run started.
    ///
    /// When none left, because no connection could be opened, it is when the request was attempted.
    public var sent: Int64
    /// When the last byte of the answer arrived or the request was given up, on the same clock.
    public var received: Int64
    /// The number of the connection that carried the request, counted from 1 in the order of opening; 0 when none did.
    public var connection: Int
    /// Whether the connection had carried a request before.
    public var reusesConnection: Bool
    /// What came back.
    public var outcome: Outcome
    /// What the request has in common with others, such as all polls of a job.
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
        due: Int64? = nil,
        sent: Int64,
        received: Int64,
        connection: Int,
        reusesConnection: Bool,
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
            received: received,
            connection: connection,
            reusesConnection: reusesConnection,
            outcome: outcome
        )
    }
}
