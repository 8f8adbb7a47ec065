//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

/// Ways to spoil a sound history in one place.
extension History {
    /// The positions of events in the order of the history.
    func positions(
        _ operation: Event.Operation,
        _ intent: Event.Intent = .course,
        where matches: (Event) -> Bool = { _ in true }
    ) -> [Int] {
        self.events.indices.filter {
            self.events[$0].operation == operation && self.events[$0].intent == intent && matches(self.events[$0])
        }
    }

    /// The scan that was initiated first.
    var firstScan: String { self.events.first { $0.operation == .initiate }?.outcome.answer?.understood?.scanID ?? "" }

    /// The polls of the first scan.
    var polls: [Int] { self.positions(.status) { $0.scanID == self.firstScan } }

    /// When the first scan was first seen complete.
    var seenComplete: Int64 {
        self.polls.filter { self.state(at: $0) == .complete }.map { self.events[$0].received }.min() ?? .max
    }

    func state(at position: Int) -> ScanState? { self.events[position].outcome.answer?.understood?.state }

    func progress(at position: Int) -> Int {
        self.events[position].outcome.answer?.understood?.progress?.completed ?? 0
    }

    /// The middle one of the polls that saw the first scan running and half done, all earlier ones received.
    func runningPoll() throws -> Int {
        let running = self.polls.filter { self.state(at: $0) == .scanning && self.progress(at: $0) >= 4 }
        return try #require(running.dropFirst(running.count / 2).first)
    }

    /// A poll that was sent after the first scan had been seen complete.
    func completePoll() throws -> Int {
        try #require(self.polls.last { self.events[$0].sent > self.seenComplete })
    }

    /// A results read that was sent after the first scan had been seen complete.
    func lateRead() throws -> Int {
        try #require(self.positions(.results) { $0.scanID == self.firstScan && $0.sent > self.seenComplete }.last)
    }

    mutating func setOutcome(_ outcome: Outcome, at position: Int) { self.events[position].outcome = outcome }

    mutating func change(at position: Int, _ change: (inout Understanding) -> Void) throws {
        var answer = try #require(self.events[position].outcome.answer)
        var understood = try #require(answer.understood)
        change(&understood)
        answer.understood = understood
        self.events[position].outcome = .answered(answer)
    }

    mutating func setProgress(_ completed: Int, of total: Int = SoundRun.strategies, at position: Int) throws {
        let share = total == 0 ? 0 : 100 * Double(completed) / Double(total)
        try self.change(at: position) { $0.progress = Progress(completed: completed, total: total, percentage: share) }
    }
}
