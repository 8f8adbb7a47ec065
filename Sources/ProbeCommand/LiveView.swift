//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Probe
import ProbeHistory
import Synchronization

/// A live view of a run: one overwritten line on a terminal, else a plain line for each change.
///
/// Permanent lines appear only after the first response: when the deployment cannot be tested, the error message stands
/// alone.
final class LiveView: RunListener {
    /// Carriage return, and erase to the end of the line (ECMA-48, EL).
    private static let eraseLine = "\r\u{1B}[K"

    private let isTerminal: Bool
    private let tally: Mutex<RunCounts>

    init(isTerminal: Bool, monitor: RateMonitor, nouns: Nouns) {
        self.isTerminal = isTerminal
        tally = Mutex(RunCounts(monitor: monitor, nouns: nouns))
    }

    func runDidStart(plan: Plan, target: String) {
        tally.withLock { $0.start(plan, target: target) }
        if isTerminal { Console.printProgress("\(Self.eraseLine)Signing in at \(target) …") }
    }

    func runDidWait(_ reason: String) {
        Console.printProgress(isTerminal ? "\(Self.eraseLine)\(reason) …" : "\(reason)\n")
    }

    func runDidRecord(_ event: Event) {
        let update = self.tally.withLock { tally in
            let news = tally.add(event)
            // A line is work for the judge, and more of them than a person can read are none.
            let line = isTerminal && tally.isRefreshDue(at: event.received) ? tally.line(at: event.received) : nil
            return (title: tally.takeTitle(), line: line, news: news, runs: tally.isShown)
        }
        let erase = isTerminal ? Self.eraseLine : ""
        if let title = update.title { Console.printProgress("\(erase)\(title)\n") }
        guard update.runs else { return }
        if isTerminal {
            if let line = update.line { Console.printProgress(erase + Console.fitted(line)) }
        } else if let news = update.news {
            Console.printProgress("\(news)\n")
        }
    }

    /// Prints a change to the deployment in a permanent line.
    func runWillChange(_ notice: String) {
        let time = tally.withLock { $0.lastTime }
        let erase = isTerminal ? Self.eraseLine : ""
        Console.printProgress("\(erase)\(time)  \(notice)\n")
    }

    func runDidEnd(_ footer: History.Footer) {
        let (line, isShown) = self.tally.withLock { tally in
            (tally.line(at: Instant(seconds: footer.durationSeconds)), tally.isShown)
        }
        let erase = isTerminal ? Self.eraseLine : ""
        let ending =
            switch footer.reason {
            case .finished: ""
            case .budget: "; the run's budget is used up"
            case .interrupted: "; the run ended early"
            }
        Console.printProgress(isShown ? "\(erase)\(line)\(ending)\n\n" : erase)
    }
}
