//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport

extension Event {
    /// The fields that many events have in common: stored once, so that a million polls fit into memory.
    struct Request: Sendable, Hashable {
        var operation: Operation
        var intent: Intent
        var pace: Pace
        var job: String?
        var jobID: String?
        var user: User
        var method: String
        var url: String
        var requestBody: String?
        var requestHeaders: [String: String]?
        /// The number of the results read that a page belongs to.
        var read: Int?

        /// Returns true if both are equal to the byte: texts of other bytes can be equal, too.
        fileprivate func isExactly(_ other: Request) -> Bool {
            self == other && url.hasSameBytes(as: other.url) && Self.areExact(job, other.job)
                && Self.areExact(jobID, other.jobID) && Self.areExact(requestBody, other.requestBody)
                && requestHeaders == nil
        }

        private static func areExact(_ first: String?, _ second: String?) -> Bool {
            guard let first, let second else { return first == second }
            return first.hasSameBytes(as: second)
        }
    }

    /// Changes the recorded texts of the request, which cost one copy together, and none where they stay as they are.
    package mutating func setRequest(jobID: String?, url: String, body: String?, headers: [String: String]?) {
        var changed = request.value
        (changed.jobID, changed.url, changed.requestBody, changed.requestHeaders) = (jobID, url, body, headers)
        if !changed.isExactly(request.value) { request = CopyOnWrite(changed) }
    }

    /// Shares the request of another event in memory, if it is the same to the byte.
    package mutating func shareRequest(of other: Event) {
        if request.value.isExactly(other.request.value) { request = other.request }
    }

    /// Creates an event with a request that others may share.
    init(
        id: Int,
        request: CopyOnWrite<Request>,
        due: Instant?,
        sent: Instant,
        firstByte: Instant?,
        received: Instant,
        connection: Int,
        reusesConnection: Bool,
        traceID: TraceID?,
        outcome: Outcome
    ) {
        self.id = id
        self.request = request
        self.due = due
        self.sent = sent
        self.firstByte = firstByte
        self.received = received
        self.connection = connection
        self.reusesConnection = reusesConnection
        self.traceID = traceID
        self.outcome = outcome
    }
}

// In a history's line nothing tells what events have in common: all fields stand side by side.
extension Event: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, due, sent, firstByte, received, connection, reusesConnection, traceID, outcome
    }

    /// Decodes an event from an object that has all of its fields.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when a field is missing or has another type.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            id: try fields.decode(Int.self, forKey: .id),
            request: CopyOnWrite(try Request(from: decoder)),
            due: try fields.decodeIfPresent(Instant.self, forKey: .due),
            sent: try fields.decode(Instant.self, forKey: .sent),
            firstByte: try fields.decodeIfPresent(Instant.self, forKey: .firstByte),
            received: try fields.decode(Instant.self, forKey: .received),
            connection: try fields.decode(Int.self, forKey: .connection),
            reusesConnection: try fields.decode(Bool.self, forKey: .reusesConnection),
            traceID: try fields.decodeIfPresent(TraceID.self, forKey: .traceID),
            outcome: try fields.decode(Outcome.self, forKey: .outcome)
        )
    }

    /// Encodes an event as an object that has all of its fields.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Whatever the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        try request.value.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(id, forKey: .id)
        try fields.encodeIfPresent(due, forKey: .due)
        try fields.encode(sent, forKey: .sent)
        try fields.encodeIfPresent(firstByte, forKey: .firstByte)
        try fields.encode(received, forKey: .received)
        try fields.encode(connection, forKey: .connection)
        try fields.encode(reusesConnection, forKey: .reusesConnection)
        try fields.encodeIfPresent(traceID, forKey: .traceID)
        try fields.encode(outcome, forKey: .outcome)
    }
}

extension Event.Request: Codable {
    // The names of format 1, which speaks of scans.
    private enum CodingKeys: String, CodingKey {
        case operation, intent, pace, user, method, url, requestBody, requestHeaders, read
        case job = "scan"
        case jobID = "scanID"
    }

    init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let job = try fields.decodeIfPresent(String.self, forKey: .job)
        self.init(
            operation: try fields.decode(Event.Operation.self, forKey: .operation),
            intent: Event.Intent(try fields.decode(Event.Intent.self, forKey: .intent), ofJob: job),
            pace: Event.Pace(try fields.decodeIfPresent(Event.Pace.self, forKey: .pace), ofJob: job),
            job: job,
            jobID: try fields.decodeIfPresent(String.self, forKey: .jobID),
            user: try fields.decode(Event.User.self, forKey: .user),
            method: try fields.decode(String.self, forKey: .method),
            url: try fields.decode(String.self, forKey: .url),
            requestBody: try fields.decodeIfPresent(String.self, forKey: .requestBody),
            requestHeaders: try fields.decodeIfPresent([String: String].self, forKey: .requestHeaders),
            read: try fields.decodeIfPresent(Int.self, forKey: .read)
        )
    }

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(operation, forKey: .operation)
        try fields.encode(intent, forKey: .intent)
        if pace != .usual { try fields.encode(pace, forKey: .pace) }
        try fields.encodeIfPresent(job, forKey: .job)
        try fields.encodeIfPresent(jobID, forKey: .jobID)
        try fields.encode(user, forKey: .user)
        try fields.encode(method, forKey: .method)
        try fields.encode(url, forKey: .url)
        try fields.encodeIfPresent(requestBody, forKey: .requestBody)
        try fields.encodeIfPresent(requestHeaders, forKey: .requestHeaders)
        try fields.encodeIfPresent(read, forKey: .read)
    }
}
