//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Synchronization

/// The judge of a simulation: it watches every call and every state of the store, and keeps the first violation.
///
/// It computes what has to hold from the calls alone, and compares that with what the store has and clients are told.
final class Audit: Sendable {
    /// The state before a poll, by which its answer is judged.
    struct Before: Sendable {
        let seen: AuditedScan.Course
        let restarts: Int
        let isGone: Bool
        /// A flag that is true if the store had to have the scan: a delayed registration may bring back one that it has
        /// forgotten, after it was looked for.
        let wasDue: Bool
    }

    struct State {
        var scans: [AuditedScan] = []
        var places: [CacheKey: Int] = [:]
        /// The number of times that the store forgot something.
        var restarts = 0
        var violation: Violation?
    }

    let lifetimes: ScanLifetimes
    let isFaultless: Bool
    let hasRightClocks: Bool
    /// A flag that is true if an id is handed out once a replica has its scan.
    let confirmsScans: Bool
    let state = Mutex(State())
    private let trace: Trace

    /// Creates an audit.
    init(_ schedule: Schedule, lifetimes: ScanLifetimes, trace: Trace) {
        self.lifetimes = lifetimes
        self.trace = trace
        isFaultless = schedule.faults.isEmpty && !schedule.visits.contains { $0.isPoisoned }
        confirmsScans = Draws(seed: schedule.seed).confirmsScans
        hasRightClocks = !schedule.faults.contains { $0.isOfClocks }
    }

    /// The first violation.
    var violation: Violation? { state.withLock { $0.violation } }

    /// The scans that have to be stored and have not ended.
    var unfinished: [CacheKey] {
        state.withLock { $0.scans.filter { $0.isDue && !$0.stored.state.isFinal }.map(\.key) }
    }

    /// Keeps a violation, unless there is one.
    func report(_ rule: Violation.Rule, _ detail: String) {
        let isFirst = state.withLock { $0.report(rule, detail) }
        if isFirst { trace.note("VIOLATION  \(rule.rawValue): \(detail)") }
    }

    /// Changes what is known about a scan, and reports a violation if there is one.
    func update(_ key: CacheKey, _ body: (inout AuditedScan) -> (Violation.Rule, String)?) {
        let found = state.withLock { state in state.places[key].flatMap { body(&state.scans[$0]) } }
        if let (rule, detail) = found { report(rule, "\(key.scan.short) \(detail)") }
    }
}

extension Audit.State {
    /// Keeps a violation, and returns true if it is the first.
    mutating func report(_ rule: Violation.Rule, _ detail: String) -> Bool {
        guard violation == nil else { return false }
        violation = Violation(rule: rule, detail: detail)
        return true
    }
}
