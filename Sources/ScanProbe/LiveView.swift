//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Probe
import ProbeHistory
import Synchronization

/// Shows a run while it goes on: one line that is written over on a terminal, else a plain line for each change.
final class LiveView: RunListener {
    private let isTerminal: Bool
    private let tally = Mutex(RunTally())

    init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    func runDidStart(plan: Plan, target: String) {
        self.tally.withLock { $0.start(plan) }
        Console.printProgress("Probing \(target) with the plan \(plan.name): \(plan.summary)\n")
    }

    func runDidRecord(_ event: Event) {
        let (line, news) = self.tally.withLock { tally in
            let news = tally.add(event)
            return (tally.line(at: event.received), news)
        }
        if self.isTerminal {
            // Carriage return, and erase to the end of the line (ECMA-48, EL).
            Console.printProgress("\r\(line)\u{1B}[K")
        } else if let news {
            Console.printProgress(news + "\n")
        }
    }

    func runDidEnd(_ footer: History.Footer) {
        let duration = Int64(footer.durationSeconds * 1e9)
        let line = self.tally.withLock { $0.line(at: duration) }
        let ending =
            switch footer.reason {
            case .finished: ""
            case .budget: "; the run's budget is used up"
            case .interrupted: "; the run ended early"
            }
        Console.printProgress(
            (self.isTerminal ? "\r" : "") + line + ending + (self.isTerminal ? "\u{1B}[K" : "") + "\n\n"
        )
    }
}

/// What a live view tells of a run, counted from its events.
struct RunTally {
    private var plan: Plan?
    private var states: [String: ScanState] = [:]
    private var told: [String: String] = [:]
    private var polls = 0
    private var pollsFound = 0
    private var reads = 0
    private var readsComplete = 0
    private var probes = 0

    mutating func start(_ plan: Plan) {
        self.plan = plan
    }

    /// Counts an event, and returns a line about it if it brings news of a scan.
    mutating func add(_ event: Event) -> String? {
        let state = event.outcome.answer?.understood?.state
        switch (event.operation, event.intent) {
        case (.login, _):
            let status = event.outcome.answer.map { String($0.status) } ?? "no answer"
            return self.news(event, "\(event.user.rawValue) user", "login answered with \(status)")
        case (.status, .course):
            self.polls += 1
            self.pollsFound += state != nil && state != .notFound ? 1 : 0
        case (.results, .course):
            self.reads += 1
            self.readsComplete += state == .complete ? 1 : 0
            return nil
        case (.initiate, _):
            break
        default:
            self.probes += 1
            return nil
        }
        guard let scan = event.scan else { return nil }
        if let state, state != .notFound { self.states[scan] = state }
        return self.news(event, scan, Self.describe(event))
    }

    /// The run in one line of less than 80 columns.
    func line(at nanoseconds: Int64) -> String {
        guard let plan else { return "" }
        let ended = self.states.values.count { $0.isFinal }
        let share = self.polls == 0 ? "" : " (\(self.pollsFound * 1000 / self.polls / 10) %)"
        let left = max(0, plan.runBudget - Double(nanoseconds) / 1e9)
        return
            "\(Self.time(nanoseconds)) scans \(ended)/\(plan.scans) · polls found \(self.pollsFound)/\(self.polls)\(share)"
            + " · results \(self.readsComplete)/\(self.reads) · probes \(self.probes)"
            + " · at most \(Self.time(Int64(left * 1e9)))"
    }

    /// A line, unless it says of its subject what was said last.
    private mutating func news(_ event: Event, _ subject: String, _ text: String) -> String? {
        guard self.told.updateValue(text, forKey: subject) != text else { return nil }
        return "\(Self.time(event.received))  \(subject)  \(text)"
    }

    private static func describe(_ event: Event) -> String {
        guard let answer = event.outcome.answer else {
            guard case .unanswered(let failure) = event.outcome else { return "" }
            return failure.message
        }
        guard let understood = answer.understood else { return "HTTP \(answer.status), not JSON" }
        let state = understood.state?.rawValue ?? "HTTP \(answer.status)"
        guard let completed = understood.progress?.completed, let total = understood.progress?.total else {
            return state
        }
        return "\(state) \(completed)/\(total)"
    }

    private static func time(_ nanoseconds: Int64) -> String {
        let seconds = Int(nanoseconds / 1_000_000_000)
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}
