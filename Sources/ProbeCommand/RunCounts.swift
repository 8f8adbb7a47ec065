//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import Probe
import ProbeHistory
import ProbeReports

/// The counts for a live view of a run, updated by its events.
struct RunCounts {
    /// The monitor of the decisions on rates.
    private let monitor: RateMonitor
    private let nouns: Nouns
    private var plan: Plan?
    private var target = ""
    /// True if the deployment has responded to a request other than a login.
    private(set) var isShown = false
    private var isTitleTaken = false
    /// The started jobs, which can be more than the plan's own.
    private var jobs: [String: Job] = [:]
    private var polls = 0
    private var pollsFound = 0
    private var reads = 0
    private var readsComplete = 0
    private var lastSummary = Instant.start
    private var lastRefresh: Instant?
    private var lastReceived = Instant.start

    /// A job as it was told.
    private struct Job {
        var state: JobState?
        var told: Set<String> = []

        /// Takes what an answer says; returns true if it has not been told of the job before.
        mutating func take(_ state: JobState?, _ text: String) -> Bool {
            if let state, state != .notFound { self.state = state }
            return told.insert(text).inserted
        }
    }

    /// The time of the last response.
    var lastTime: String { Self.time(lastReceived.seconds) }

    /// The interval of progress lines in a plain log.
    private static let summaryInterval = Duration.seconds(5)

    /// The interval of lines on a terminal.
    private static let refreshInterval = Duration.milliseconds(100)

    init(monitor: RateMonitor, nouns: Nouns) {
        self.monitor = monitor
        self.nouns = nouns
    }

    mutating func start(_ plan: Plan, target: String) {
        self.plan = plan
        self.target = target
    }

    /// Returns the title of the run, once, as soon as there is something to show.
    mutating func takeTitle() -> String? {
        guard let plan, isShown, !isTitleTaken else { return nil }
        isTitleTaken = true
        let title = "Probing \(target) with the plan \(plan.name)"
        // Plans are told in the words of the scan API.
        return nouns == .ofScans ? "\(title): \(plan.summary)" : title
    }

    /// Returns true if the line on a terminal is old enough to be replaced.
    mutating func isRefreshDue(at instant: Instant) -> Bool {
        if let lastRefresh, instant - lastRefresh < Self.refreshInterval { return false }
        lastRefresh = instant
        return true
    }

    /// Counts an event, and returns a line for a plain log: news of a job, or progress at intervals.
    mutating func add(_ event: Event) -> String? {
        lastReceived = max(lastReceived, event.received)
        let news = count(event)
        guard news == nil, event.received - lastSummary >= Self.summaryInterval else { return news }
        lastSummary = event.received
        return line(at: event.received)
    }

    private mutating func count(_ event: Event) -> String? {
        guard event.operation != .login else { return nil }
        if event.outcome.response != nil { isShown = true }
        let state = event.outcome.response?.parsed?.state
        switch (event.operation, event.intent) {
        case (.status, .course):
            polls += 1
            pollsFound += state != nil && state != .notFound ? 1 : 0
        case (.results, .course):
            reads += 1
            readsComplete += state == .complete ? 1 : 0
            return nil
        case (.initiate, _), (.status, .recovery):
            break
        default:
            return nil
        }
        guard let job = event.job else { return nil }
        let text = describe(event)
        let isNew = jobs[job, default: Job()].take(state, text)
        return isNew ? "\(Self.time(event.received.seconds))  \(job)  \(text)" : nil
    }

    /// Returns the progress of the run in one line of less than 80 columns.
    func line(at instant: Instant) -> String {
        guard let plan else { return "" }
        let ended = jobs.values.count { $0.state?.isFinal == true }
        let left = max(0, plan.runBudget.inSeconds - instant.seconds)
        return
            "\(Self.time(instant.seconds)) \(nouns.job.many) \(ended)/\(max(plan.jobs.count, jobs.count))"
            + " · polls \(pollsFound)/\(polls)"
            + " · results \(readsComplete)/\(reads) · \(decided)"
            + " · at most \(Self.time(left))"
    }

    /// The number of decided rates, and the largest number of further flawless requests that a rate needs.
    private var decided: String {
        let rates = monitor.rates
        let mostPolls = plan?.rates.maximumPolls ?? 0
        let mostInitiations = plan?.rates.maximumInitiations ?? 0
        let all = [
            (rates.statusFound, mostPolls), (rates.statusCorrect, mostPolls), (rates.results, mostPolls),
            (rates.initiate, mostInitiations),
        ]
        let open = all.filter { $0.0.decision == .inconclusive }
        // Nothing is promised of what the plan would not go on with for so long.
        let reachable = open.filter { $0.0.flawlessTrialsToPass <= $0.1 }.map(\.0.flawlessTrialsToPass)
        let missing = reachable.max().map { ", \($0) to go" } ?? ""
        return "rates \(all.count - open.count)/\(all.count)\(missing)"
    }

    private func describe(_ event: Event) -> String {
        guard let response = event.outcome.response else {
            guard case .unanswered(let failure) = event.outcome else { return "" }
            // The line may quote text of the deployment.
            return TerminalText.safe(String(failure.message.prefix(200)))
        }
        if (300..<400).contains(response.status), response.parsed?.state == nil,
            let location = response.headers["location"]
        {
            return "HTTP \(response.status), a redirect to \(TerminalText.safe(String(location.prefix(100))))"
        }
        guard let parsed = response.parsed else { return "HTTP \(response.status), not JSON" }
        return parsed.state?.word(nouns) ?? "HTTP \(response.status)"
    }

    private static func time(_ time: Double) -> String {
        let seconds = Int(time)
        let rest = seconds % 60
        return "\(seconds / 60):\(rest < 10 ? "0" : "")\(rest)"
    }
}

/// The judge of the rates decides when a run is long enough.
extension RateMonitor: PollingDecision {}
