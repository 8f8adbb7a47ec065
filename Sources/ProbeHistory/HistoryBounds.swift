//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The numbers that a history can have: within them no arithmetic of a check overflows.
///
/// A reader refuses any other number with a sentence that names the field.
enum HistoryBounds {
    /// The instants of a run: some 31 years from its start.
    static var instants: ClosedRange<Instant> { .start...Instant(nanoseconds: 1_000_000_000_000_000_000) }
    /// The largest number of anything that is counted.
    static let count = 1_000_000_000_000_000_000
    /// The largest number in a plan, and the longest time in seconds.
    static let seconds = 1_000_000_000.0

    /// Returns true if two instants follow each other within a run.
    static func areInOrder(_ first: Instant, _ second: Instant) -> Bool {
        first <= second && instants.contains(first) && instants.contains(second)
    }

    /// Returns true if a key can have this long to live.
    static func isLifetime(_ lifetime: Duration?) -> Bool {
        lifetime.map { (.milliseconds(-count)...Duration.milliseconds(count)).contains($0) } ?? true
    }

    /// Returns true if a number can be a count.
    static func isCount(_ number: Int?) -> Bool {
        number.map { (-count...self.count).contains($0) } ?? true
    }
}

extension HistoryLine {
    /// The field with a value that it cannot have; `nil` when there is none.
    var impossibleField: String? {
        event?.impossibleField.map { "event.\($0)" }
            ?? sample?.impossibleField.map { "sample.\($0)" } ?? fault?.impossibleField.map { "fault.\($0)" }
            ?? footer?.impossibleField.map { "footer.\($0)" }
    }
}

extension Event {
    /// The field with a value that it cannot have; `nil` when there is none.
    var impossibleField: String? {
        if !(1...HistoryBounds.count).contains(id) { return "id" }
        if !HistoryBounds.instants.contains(sent) { return "sent" }
        if !HistoryBounds.areInOrder(sent, received) { return "received" }
        if let firstByte, !HistoryBounds.instants.contains(firstByte) { return "firstByte" }
        if let due, !HistoryBounds.instants.contains(due) { return "due" }
        if !(0...HistoryBounds.count).contains(connection) { return "connection" }
        guard case .answered(let response) = outcome else { return nil }
        if !(0...99_999).contains(response.status) { return "outcome.answered.status" }
        if !(0...HistoryBounds.count).contains(response.bodyBytes) { return "outcome.answered.bodyBytes" }
        guard let parsed = response.parsed else { return nil }
        let place = "outcome.answered.understood"
        if !HistoryBounds.isCount(parsed.total) { return "\(place).total" }
        if !HistoryBounds.isCount(parsed.listed) { return "\(place).listed" }
        guard let progress = parsed.progress else { return nil }
        if !HistoryBounds.isCount(progress.completed) { return "\(place).progress.completed" }
        if !HistoryBounds.isCount(progress.total) { return "\(place).progress.total" }
        return HistoryBounds.isCount(progress.found) ? nil : "\(place).progress.found"
    }
}

extension StoreSnapshot {
    /// The field with a value that it cannot have; `nil` when there is none.
    var impossibleField: String? {
        if !HistoryBounds.instants.contains(asked) { return "asked" }
        if !HistoryBounds.areInOrder(asked, received) { return "received" }
        if !(0...HistoryBounds.count).contains(count) { return "count" }
        return keys.contains { !HistoryBounds.isLifetime($0.remaining) } ? "keys.remaining" : nil
    }
}

extension Fault {
    /// The field with a value that it cannot have; `nil` when there is none.
    var impossibleField: String? {
        if !HistoryBounds.instants.contains(began) { return "began" }
        return HistoryBounds.areInOrder(began, ended) ? nil : "ended"
    }
}

extension History.Footer {
    /// The field with a value that it cannot have; `nil` when there is none.
    var impossibleField: String? {
        if !(0...HistoryBounds.seconds).contains(durationSeconds) { return "durationSeconds" }
        guard let budget else { return nil }
        if budget.memory < 0 { return "budget.memory" }
        return budget.disk < 0 ? "budget.disk" : nil
    }
}
