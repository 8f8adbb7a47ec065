//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// What a profile reads from the JSON of an answer; whatever was not there, or of another type, is absent.
public struct Understanding: Codable, Sendable, Hashable {
    /// The state of the scan.
    public var state: ScanState?
    /// The word that named the state, as it stood in the answer.
    public var stateWord: String?
    /// The scan id in the body.
    public var scanID: String?
    /// The user's id in the body.
    public var userID: String?
    /// The progress of the scan.
    public var progress: Progress?
    /// How many opportunities the answer says there are in all.
    public var total: Int?
    /// How many opportunities the answer lists.
    public var listed: Int?
    /// A digest of the listed opportunities, in their order: equal digests mean equal results.
    public var digest: String?
    /// The address of the status, as the initiation's answer gave it.
    public var pollURL: String?
    /// The address of the results, as the answer gave it.
    public var resultsURL: String?
    /// The text of an error, wherever it stood.
    public var message: String?

    /// Creates an understanding, by default an empty one.
    public init(
        state: ScanState? = nil,
        stateWord: String? = nil,
        scanID: String? = nil,
        userID: String? = nil,
        progress: Progress? = nil,
        total: Int? = nil,
        listed: Int? = nil,
        digest: String? = nil,
        pollURL: String? = nil,
        resultsURL: String? = nil,
        message: String? = nil
    ) {
        self.state = state
        self.stateWord = stateWord
        self.scanID = scanID
        self.userID = userID
        self.progress = progress
        self.total = total
        self.listed = listed
        self.digest = digest
        self.pollURL = pollURL
        self.resultsURL = resultsURL
        self.message = message
    }
}

/// The state of a scan, as the wire contract knows it.
public enum ScanState: String, Codable, Sendable, Hashable, CaseIterable {
    case initiated
    case scanning
    case complete
    case failed
    case notFound = "not_found"
    /// A word that the profile does not know.
    case unrecognised

    /// Whether nothing may follow this state but expiry.
    public var isFinal: Bool { self == .complete || self == .failed }
}

/// The progress of a scan, as an answer gave it.
public struct Progress: Codable, Sendable, Hashable {
    /// How many strategies have finished.
    public var completed: Int?
    /// How many strategies the scan runs in all.
    public var total: Int?
    /// How many opportunities were found so far.
    public var found: Int?
    /// The share that is done, 0…100.
    public var percentage: Double?

    /// Creates a progress, by default an empty one.
    public init(completed: Int? = nil, total: Int? = nil, found: Int? = nil, percentage: Double? = nil) {
        self.completed = completed
        self.total = total
        self.found = found
        self.percentage = percentage
    }
}
