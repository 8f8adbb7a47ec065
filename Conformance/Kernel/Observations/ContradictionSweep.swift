//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A contradiction between a poll and what was known about its job.
struct Contradiction {
    /// The kind of contradiction.
    enum Kind {
        /// A final state was left, or replaced by the other one.
        case leftFinalState
        /// The job was running already and is now reported as waiting.
        case wentBack
        /// The body names another job.
        case otherJob
        /// The total is 0 or less, or not the one known.
        case totalChanged
        /// Fewer strategies are completed than before.
        case progressShrank
    }

    var kind: Kind
    /// The poll.
    var poll: Poll
    /// The position of the event that the poll contradicts, if it is another one.
    var against: Int?
}

/// Compares each poll of a job with the responses received before it was sent.
///
/// Requests that overlap in time may be processed in either order, so they never contradict each other. Polls are
/// taken in the order of sending; a second pointer runs through them in the order of receipt. O(n log n).
enum ContradictionSweep {
    static func contradictions(in course: ObservedJob) -> [Contradiction] {
        let receipts = (course.announcements + course.polls).inOrder { $0.received < $1.received }
        var next = receipts.startIndex
        var knowledge = JobKnowledge(
            total: receipts.first { $0.total ?? 0 > 0 && $0.namesOtherJob != true }
        )
        var contradictions: [Contradiction] = []
        let polls = course.polls
        for index in polls.indices where polls[index].reading.isFound {
            while next < receipts.endIndex, receipts[next].received < polls[index].sent {
                knowledge.learn(receipts[next])
                next += 1
            }
            contradictions += knowledge.contradictions(of: polls[index])
        }
        return contradictions
    }
}

/// The facts known about a job at some instant.
private struct JobKnowledge {
    /// The response that gave the total first; the total is constant, so here order does not matter.
    let total: Poll?
    private let totalCount: Int?
    private var final: Poll?
    private var running: Poll?
    private var furthest: Poll?
    private var furthestCompleted: Int?

    init(total: Poll?) {
        self.total = total
        totalCount = total?.total
    }

    /// Records a response; one about another job is ignored.
    mutating func learn(_ poll: Poll) {
        guard let state = poll.state, poll.namesOtherJob != true else { return }
        let progress = poll.progress
        if state.isFinal, self.final == nil { self.final = poll }
        if state == .scanning, running == nil { running = poll }
        // A count beyond the total is wrong by itself and no reference for later ones.
        guard let completed = progress?.completed, completed <= progress?.total ?? .max else { return }
        guard completed > furthestCompleted ?? -1 else { return }
        furthest = poll
        furthestCompleted = completed
    }

    func contradictions(of poll: Poll) -> [Contradiction] {
        // The other fields of a response about another job are not about this one.
        guard poll.namesOtherJob != true else { return [Contradiction(kind: .otherJob, poll: poll, against: nil)] }
        var found: [Contradiction] = []
        if let final = self.final, poll.state != final.state {
            found.append(Contradiction(kind: .leftFinalState, poll: poll, against: final.position))
        } else if self.final == nil, let running = self.running, poll.state == .initiated {
            found.append(Contradiction(kind: .wentBack, poll: poll, against: running.position))
        }
        let progress = poll.progress
        if let total = progress?.total, total <= 0 || total != totalCount {
            let against = total <= 0 ? nil : self.total?.position
            found.append(Contradiction(kind: .totalChanged, poll: poll, against: against))
        }
        if let completed = progress?.completed, let furthest = self.furthest, completed < furthestCompleted ?? 0 {
            found.append(Contradiction(kind: .progressShrank, poll: poll, against: furthest.position))
        }
        return found
    }
}
