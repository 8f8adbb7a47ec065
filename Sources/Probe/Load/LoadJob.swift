//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The little that is known of a job under load.
struct LoadJob: Sendable {
    /// The order of states; the final ones are equal.
    private static func rank(_ state: JobState) -> Int {
        switch state {
        case .initiated: 0
        case .scanning: 1
        case .complete, .failed, .cancelled: 2
        case .notFound, .unrecognised: 0
        }
    }

    let id: String
    /// The request of each poll.
    let poll: TransportRequest
    /// The request of each results read.
    let read: TransportRequest
    /// The time until which the deployment has promised to know the job.
    let usableUntil: Instant
    /// The times at which a state of each rank was first received.
    private var firstSeen: [Instant?] = [nil, nil, nil]
    private var finalState: JobState?
    private var hasEnded: Instant?
    /// The last body that was understood, and what it said: most polls of a job say the same.
    private var lastBody: (hash: Int, state: JobState)?
    /// The results as they were first read.
    private var results: (hash: Int, digest: String)?

    init(id: String, poll: TransportRequest, read: TransportRequest, usableUntil: Instant) {
        self.id = id
        self.poll = poll
        self.read = read
        self.usableUntil = usableUntil
    }

    /// True if a request that is sent at a time has to find results.
    func isComplete(at time: Instant) -> Bool { finalState == .complete && hasEnded.map { $0 < time } == true }

    /// Returns the state that the same body told before, if it was the last one.
    func knownState(of hash: Int) -> JobState? { lastBody.flatMap { $0.hash == hash ? $0.state : nil } }

    /// Judges a state that a poll told, and notes it.
    ///
    /// - Returns: The description of what is wrong; `nil` when nothing is.
    mutating func take(_ state: JobState, hash: Int, sent: Instant, received: Instant) -> String? {
        lastBody = (hash, state)
        let rank = Self.rank(state)
        let objection: String?
        if state == .unrecognised {
            objection = "a state that nobody knows"
        } else if let earlier = (rank + 1..<3).first(where: { firstSeen[$0].map { $0 < sent } == true }) {
            objection = "\(state.rawValue) after \(earlier == 2 ? finalState?.rawValue ?? "the end" : "scanning")"
        } else if rank == 2, let finalState, finalState != state, hasEnded.map({ $0 < sent }) == true {
            objection = "\(state.rawValue) after \(finalState.rawValue)"
        } else {
            objection = nil
        }
        firstSeen[rank] = min(firstSeen[rank] ?? received, received)
        if rank == 2, finalState == nil { (finalState, hasEnded) = (state, received) }
        return objection
    }

    /// Returns true if results of these bytes were read before.
    func knowsResults(_ hash: Int) -> Bool { results?.hash == hash }

    /// Judges results by their digest, which is absent for an answer without results.
    ///
    /// - Returns: The description of what is wrong; `nil` when nothing is.
    mutating func takeResults(hash: Int, digest: String?) -> String? {
        guard let digest else { return "an answer without results" }
        guard let known = results else {
            results = (hash, digest)
            return nil
        }
        return digest == known.digest ? nil : "other results than before"
    }
}
