//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Event {
    /// The fields that many events have in common: stored once, so that a million polls fit into memory.
    struct Request: Codable, Sendable, Hashable {
        var operation: Operation
        var intent: Intent
        var job: String?
        var jobID: String?
        var user: User
        var method: String
        var url: String
        var requestBody: String?
        var requestHeaders: [String: String]?

        // The names of format 1, which speaks of scans.
        private enum CodingKeys: String, CodingKey {
            case operation, intent, user, method, url, requestBody, requestHeaders
            case job = "scan"
            case jobID = "scanID"
        }
    }

    /// Creates an event with a request that others may share.
    init(
        id: Int,
        request: CopyOnWrite<Request>,
        due: Int64?,
        sent: Int64,
        received: Int64,
        connection: Int,
        reusesConnection: Bool,
        outcome: Outcome
    ) {
        self.id = id
        self.request = request
        self.due = due
        self.sent = sent
        self.received = received
        self.connection = connection
        self.reusesConnection = reusesConnection
        self.outcome = outcome
    }
}

// In a history's line the shared fields are not marked: all fields are on one level.
extension Event: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, due, sent, received, connection, reusesConnection, outcome
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
            due: try fields.decodeIfPresent(Int64.self, forKey: .due),
            sent: try fields.decode(Int64.self, forKey: .sent),
            received: try fields.decode(Int64.self, forKey: .received),
            connection: try fields.decode(Int.self, forKey: .connection),
            reusesConnection: try fields.decode(Bool.self, forKey: .reusesConnection),
            outcome: try fields.decode(Outcome.self, forKey: .outcome)
        )
    }

    /// Encodes an event as an object that has all of its fields.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws {
        try self.request.value.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(self.id, forKey: .id)
        try fields.encodeIfPresent(self.due, forKey: .due)
        try fields.encode(self.sent, forKey: .sent)
        try fields.encode(self.received, forKey: .received)
        try fields.encode(self.connection, forKey: .connection)
        try fields.encode(self.reusesConnection, forKey: .reusesConnection)
        try fields.encode(self.outcome, forKey: .outcome)
    }
}
