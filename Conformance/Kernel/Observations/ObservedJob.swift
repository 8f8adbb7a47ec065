//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// One job as its owner saw it, from the initiation's response to the last request.
struct ObservedJob {
    /// The job's id.
    let id: String
    /// The plan's name for the job, such as `scan-3`.
    let name: String?
    /// The user who initiated the job.
    let owner: Event.User
    /// The pace at which the run polled the job.
    let pace: Event.Pace
    /// A flag for a job that its first initiation began, and did not join.
    let isNew: Bool
    /// A flag for a job that was started to be disturbed.
    let isDisturbed: Bool
    /// The time at which the first response with the id was received; from then on the job has to be found.
    private(set) var acknowledged: Instant
    /// The states of the job in the initiations' responses.
    private(set) var announcements: [Poll]
    /// The number of initiations that may each have been polled to the end; joins are not followed.
    private(set) var followed = 1
    /// The status polls that were sent after the job was acknowledged, in the order of sending.
    var polls: [Poll] = []
    /// The results reads, in the order of sending.
    var reads: [ResultsRead] = []
    /// The positions of events that followed a link in the initiation's response to a URL of its own.
    var links: [Int] = []
    /// The URL of the ordinary polls.
    var statusURL: String?
    /// The URL of the ordinary results reads.
    var resultsURL: String?
    /// The first response with the state `complete`, by the time it was received.
    private(set) var firstComplete: Poll?
    /// The time at which a poll first found the job; `Instant.max` if never.
    private(set) var firstFound = Instant.max
    /// The time at which the job was first reported as ended; `Instant.max` if never.
    private(set) var firstFinal = Instant.max
    /// A flag for a job that any response reported as failed.
    private(set) var hasFailed = false
    /// The contradictions between polls and what had been received before they were sent.
    private(set) var contradictions: [Contradiction] = []

    init(id: String, by initiation: Event, announcement: Poll) {
        self.id = id
        name = initiation.job
        owner = initiation.user
        pace = initiation.pace
        isNew = initiation.intent != .joins
        isDisturbed = initiation.intent == .recovery
        acknowledged = announcement.received
        announcements = [announcement]
    }

    /// Adds another response to an initiation with the job's id.
    ///
    /// Of two concurrent initiations the second may be answered first; from then on the job has to be found.
    mutating func announce(_ announcement: Poll, by event: Event) {
        announcements.append(announcement)
        if event.user == owner { acknowledged = min(acknowledged, announcement.received) }
        if event.intent != .joins { followed += 1 }
    }

    /// Sorts the requests and finds contradictions, once all events were added.
    mutating func close() {
        self.polls = self.polls.inOrder { $0.sent < $1.sent }
        reads = reads.inOrder { $0.sent < $1.sent }
        let (announcements, polls) = (self.announcements, self.polls)
        for index in announcements.indices { takeEnd(announcements[index]) }
        for index in polls.indices {
            if polls[index].reading.isFound { firstFound = min(firstFound, polls[index].received) }
            takeEnd(polls[index])
        }
        contradictions = ContradictionSweep.contradictions(in: self)
    }

    /// Records the job's end if a response reports it.
    private mutating func takeEnd(_ poll: Poll) {
        guard let state = poll.state, state.isFinal else { return }
        firstFinal = min(firstFinal, poll.received)
        if state == .failed { hasFailed = true }
        guard state == .complete, poll.received < firstComplete?.received ?? .max else { return }
        firstComplete = poll
    }

    /// All requests of its owner: initiations, polls and results reads, each kind in the order of sending.
    var requests: [any JobRequest] { announcements + polls + reads }

    /// The first poll after the initiation's answer, if it says something about the job.
    ///
    /// An initiation that joined a job says nothing about its registration.
    var firstPoll: Poll? {
        guard isNew, let first = polls.first, first.reading.isFound || first.reading == .notFound else { return nil }
        return first
    }

    /// The reads that were sent after `complete` had been received.
    var readsAfterCompletion: some Sequence<ResultsRead> {
        let completed = firstComplete?.received ?? .max
        return reads.lazy.filter { $0.sent > completed }
    }

    /// The reads that were sent before `complete` had been received.
    var earlyReads: some Sequence<ResultsRead> {
        let completed = firstComplete?.received ?? .max
        return reads.lazy.filter { $0.sent <= completed }
    }
}
