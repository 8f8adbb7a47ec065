//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Testing

/// Ways to tamper with one place of a correct history.
extension History {
    /// The positions of events in the order of the history.
    func positions(
        _ operation: Event.Operation,
        _ intent: Event.Intent = .course,
        where matches: (Event) -> Bool = { _ in true }
    ) -> [Int] {
        // A local copy: within a closure the whole history would be copied for each of them.
        let events = self.events
        return events.indices.filter {
            events[$0].operation == operation && events[$0].intent == intent && matches(events[$0])
        }
    }

    /// The job that was initiated first.
    var firstScan: String { events.first { $0.operation == .initiate }?.outcome.response?.parsed?.jobID ?? "" }

    /// The polls of the first job.
    var polls: [Int] {
        let first = firstScan
        return positions(.status) { $0.jobID == first }
    }

    /// The time at which the first job was first seen complete.
    var seenComplete: Instant {
        polls.filter { state(at: $0) == .complete }.map { events[$0].received }.min() ?? .max
    }

    func state(at position: Int) -> JobState? { events[position].outcome.response?.parsed?.state }

    func progress(at position: Int) -> Int {
        events[position].outcome.response?.parsed?.progress?.completed ?? 0
    }

    /// The middle one of the polls that found the first job running and half done, with all earlier responses
    /// received.
    func runningPoll() throws -> Int {
        let running = polls.filter { state(at: $0) == .scanning && progress(at: $0) >= 4 }
        return try #require(running.dropFirst(running.count / 2).first)
    }

    /// The time at which the first refresh was sent; from then on it, too, is about the old job.
    var refreshed: Instant { events.first { $0.intent == .refreshes }?.sent ?? .max }

    /// A poll that was sent after the first job had been seen complete.
    func completePoll() throws -> Int {
        try #require(
            polls.last { events[$0].sent > seenComplete && events[$0].sent < refreshed }
        )
    }

    /// A results read that was sent after the first job had been seen complete.
    func lateRead() throws -> Int {
        try #require(
            positions(.results) {
                $0.jobID == firstScan && $0.sent > seenComplete && $0.sent < refreshed
            }
            .last
        )
    }

    mutating func setOutcome(_ outcome: Outcome, at position: Int) { events[position].outcome = outcome }

    mutating func change(at position: Int, _ change: (inout ParsedFields) -> Void) throws {
        var response = try #require(events[position].outcome.response)
        var parsed = try #require(response.parsed)
        change(&parsed)
        response.parsed = parsed
        events[position].outcome = .answered(response)
    }

    mutating func setProgress(_ completed: Int, of total: Int = SoundRun.strategies, at position: Int) throws {
        let share = total == 0 ? 0 : 100 * Double(completed) / Double(total)
        try change(at: position) {
            $0.progress = JobProgress(completed: completed, total: total, percentage: share)
        }
    }

    /// Changes the body of every response with the results of a job, as if the deployment stored them so.
    mutating func changeResults(of job: String, _ change: (inout JSONValue) -> Void) throws {
        let events = self.events
        let reads = events.indices.filter { position in
            let event = events[position]
            return event.operation == .results && event.jobID == job && event.outcome.response?.body != nil
        }
        // Most bodies are equal: each distinct one is changed and encoded only once.
        var changed: [String: String] = [:]
        for position in reads {
            let text = try #require(self.events[position].outcome.response?.body)
            let body = try changed[text] ?? Self.changedBody(text, change)
            changed[text] = body
            try changeAnswer(at: position) { response in
                response.body = body
                response.bodyBytes = body.utf8.count
            }
        }
    }

    /// Changes the body of one response.
    mutating func changeBody(at position: Int, _ change: (inout JSONValue) -> Void) throws {
        let text = try #require(events[position].outcome.response?.body)
        let body = try Self.changedBody(text, change)
        try changeAnswer(at: position) { response in
            response.body = body
            response.bodyBytes = body.utf8.count
        }
    }

    private static func changedBody(_ text: String, _ change: (inout JSONValue) -> Void) throws -> String {
        var body = try #require(JSONValue(parsing: text))
        change(&body)
        return body.canonicalText
    }

    /// Changes one response.
    mutating func changeAnswer(at position: Int, _ change: (inout Response) -> Void) throws {
        var response = try #require(events[position].outcome.response)
        change(&response)
        events[position].outcome = .answered(response)
    }

    /// The last of the plan's ordinary initiations, whose filters are not those of the first.
    func lastInitiation() throws -> Int {
        let first = events.first { $0.operation == .initiate }?.requestBody
        let others = positions(.initiate) { $0.job?.hasPrefix("scan-") == true && $0.requestBody != first }
        return try #require(others.last)
    }
}
