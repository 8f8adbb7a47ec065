//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The fields that a profile reads from the JSON of a response; a missing field, or one of another type, is absent.
public struct ParsedFields: Sendable, Hashable {
    /// The fields; polls of one job mostly have equal ones.
    private var fields: CopyOnWrite<Fields>

    /// The state of the job.
    public var state: JobState? {
        get { fields.value.state }
        set { fields.value.state = newValue }
    }
    /// The word for the state in the response.
    public var stateWord: String? {
        get { fields.value.stateWord }
        set { fields.value.stateWord = newValue }
    }
    /// The job id in the body.
    public var jobID: String? {
        get { fields.value.jobID }
        set { fields.value.jobID = newValue }
    }
    /// The user's id in the body.
    public var userID: String? {
        get { fields.value.userID }
        set { fields.value.userID = newValue }
    }
    /// The progress of the job.
    public var progress: JobProgress? {
        get { fields.value.progress }
        set { fields.value.progress = newValue }
    }
    /// The number of all items according to the response.
    public var total: Int? {
        get { fields.value.total }
        set { fields.value.total = newValue }
    }
    /// The number of items that the response lists.
    public var listed: Int? {
        get { fields.value.listed }
        set { fields.value.listed = newValue }
    }
    /// A digest of the listed items, in their order: equal digests mean equal results.
    public var digest: String? {
        get { fields.value.digest }
        set { fields.value.digest = newValue }
    }
    /// The address of the status, as in the initiation's response.
    public var pollURL: String? {
        get { fields.value.pollURL }
        set { fields.value.pollURL = newValue }
    }
    /// The address of the results, as in the response.
    public var resultsURL: String? {
        get { fields.value.resultsURL }
        set { fields.value.resultsURL = newValue }
    }
    /// The text of an error.
    public var message: String? {
        get { fields.value.message }
        set { fields.value.message = newValue }
    }
    /// The meaning that the profile gives the HTTP status, where it is not the usual one.
    public var standing: Standing? {
        get { fields.value.standing }
        set { fields.value.standing = newValue }
    }
    /// Short digests of the items of a page of results, in their order.
    public var items: [String]? {
        get { fields.value.items }
        set { fields.value.items = newValue }
    }

    /// A meaning of an HTTP status that only the profile gives it.
    public enum Standing: String, Codable, Sendable, Hashable, CaseIterable {
        /// The state counts, whatever the HTTP status is.
        case named
        /// The request came too early, and its answer says nothing about a job.
        case throttled
    }

    /// Creates parsed fields, by default none.
    public init(
        state: JobState? = nil,
        stateWord: String? = nil,
        jobID: String? = nil,
        userID: String? = nil,
        progress: JobProgress? = nil,
        total: Int? = nil,
        listed: Int? = nil,
        digest: String? = nil,
        pollURL: String? = nil,
        resultsURL: String? = nil,
        message: String? = nil,
        standing: Standing? = nil,
        items: [String]? = nil
    ) {
        fields = CopyOnWrite(
            Fields(
                state: state,
                stateWord: stateWord,
                jobID: jobID,
                userID: userID,
                progress: progress,
                total: total,
                listed: listed,
                digest: digest,
                pollURL: pollURL,
                resultsURL: resultsURL,
                message: message,
                standing: standing,
                items: items
            )
        )
    }

    /// Takes fields that were read one by one.
    init(_ fields: Fields) { self.fields = CopyOnWrite(fields) }

    /// Returns true if both are the very same fields in memory.
    package func isIdentical(to other: ParsedFields) -> Bool { fields.isIdentical(to: other.fields) }

    /// Refers to other fields in memory, if they are the same.
    package mutating func share(with other: ParsedFields) {
        if fields == other.fields { fields = other.fields }
    }

    /// Returns the fields with several changes, which cost one copy together.
    package func with(_ change: (inout Fields) -> Void) -> ParsedFields {
        var parsed = self
        parsed.fields.change(change)
        return parsed
    }
}

extension ParsedFields: Codable {
    /// The fields as they are stored, once for all responses that have equal ones.
    package struct Fields: Codable, Sendable, Hashable {
        package var state: JobState?
        package var stateWord: String?
        package var jobID: String?
        package var userID: String?
        package var progress: JobProgress?
        package var total: Int?
        package var listed: Int?
        package var digest: String?
        package var pollURL: String?
        package var resultsURL: String?
        package var message: String?
        package var standing: Standing?
        package var items: [String]?

        // The names of format 1, which speaks of scans.
        private enum CodingKeys: String, CodingKey {
            case state, stateWord, userID, progress, total, listed, digest, pollURL, resultsURL, message
            case standing, items
            case jobID = "scanID"
        }
    }

    /// Decodes the fields that are present in an object.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when a field has another type.
    public init(from decoder: any Decoder) throws { self.init(try Fields(from: decoder)) }

    /// Encodes the fields that are present as an object.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws { try fields.value.encode(to: encoder) }
}

/// The state of a job according to the wire contract.
public enum JobState: String, Codable, Sendable, Hashable, CaseIterable {
    case initiated
    case scanning
    case complete
    case failed
    case cancelled
    case notFound = "not_found"
    /// A word that the profile does not know.
    case unrecognised

    /// True if only expiry may follow this state.
    public var isFinal: Bool { self == .complete || self == .failed || self == .cancelled }

    /// The state in the words of an API.
    public func word(_ nouns: Nouns) -> String { self == .scanning ? nouns.running : rawValue }
}

/// The progress of a job in a response.
public struct JobProgress: Codable, Sendable, Hashable {
    /// The number of completed steps.
    public var completed: Int?
    /// The number of all steps.
    public var total: Int?
    /// The number of items found so far.
    public var found: Int?
    /// The completed percentage, 0…100.
    public var percentage: Double?

    /// Creates a progress, by default an empty one.
    public init(completed: Int? = nil, total: Int? = nil, found: Int? = nil, percentage: Double? = nil) {
        self.completed = completed
        self.total = total
        self.found = found
        self.percentage = percentage
    }
}
