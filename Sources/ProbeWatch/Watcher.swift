//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
package import KitSupport
package import Probe
import ProbeHistory
import ProbeReports
import Synchronization
package import Watching

/// A watch: a small probe at an interval, for ever.
package struct Watcher: Sendable {
    /// The settings of a watch besides the deployment.
    package struct Settings: Sendable {
        /// The folder of the state.
        package var folder: String
        /// The settings of the detectors.
        package var detection: WatchSettings
        /// The ways on which changes are told, by a name that stays over restarts.
        package var ways: [String: NoticeWay]
        /// The largest number of histories.
        package var histories: Int
        /// The largest size of all histories together, in bytes.
        package var historyBytes: Int
        /// The address of the page; absent where there is none.
        package var listen: HostAndPort?

        /// Creates settings.
        package init(
            folder: String,
            detection: WatchSettings,
            ways: [String: NoticeWay],
            histories: Int,
            historyBytes: Int,
            listen: HostAndPort?
        ) {
            self.folder = folder
            self.detection = detection
            self.ways = ways
            self.histories = histories
            self.historyBytes = historyBytes
            self.listen = listen
        }
    }

    private let assignment: Runner.Assignment
    private let way: TransportOptions
    private let settings: Settings
    private let log: @Sendable (String) -> Void

    /// Creates a watch.
    ///
    /// - Parameters:
    ///   - assignment: The deployment, the plan, and the users.
    ///   - way: The way to the deployment.
    ///   - settings: The settings.
    ///   - log: Told each line of the log, without secrets.
    package init(
        _ assignment: Runner.Assignment,
        way: TransportOptions,
        settings: Settings,
        log: @escaping @Sendable (String) -> Void
    ) {
        self.assignment = assignment
        self.way = way
        self.settings = settings
        self.log = log
    }

    /// Watches until the task is cancelled.
    ///
    /// - Throws: ``ProbeFailure`` when the watch cannot begin, or its very first probe shows a mistake of the user's.
    package func run() async throws {
        let folder = try WatchFolder(settings.folder)
        let interval = settings.detection.interval
        let pages = PageBoard(mostSilence: .seconds(interval) + assignment.plan.runBudget + .seconds(60))
        let keeper = try WatchKeeper(
            folder: folder,
            target: assignment.target.description,
            profile: assignment.profile.name,
            settings: settings.detection,
            ways: settings.ways,
            log: log
        ) { pages.show($0) }
        try await PageServer.with(settings.listen, pages, log: log) {
            try await work(keeper)
        }
        let untold = await keeper.untold
        log(untold == 0 ? "ended" : "ended; \(untold) changes are told after the next start")
    }

    /// Probes and tells at the same time, until the task is cancelled.
    private func work(_ keeper: WatchKeeper) async throws {
        var options = TransportOptions()
        options.certificateFile = way.certificateFile
        try await HTTPTransport.withTransport(options) { transport in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (name, way) in settings.ways {
                    group.addTask { await tell(name, way, keeper, transport) }
                }
                group.addTask { try await probe(keeper) }
                // The tellers end only when they are cancelled.
                defer { group.cancelAll() }
                try await group.next()
            }
        }
    }

    private func probe(_ keeper: WatchKeeper) async throws {
        let shelf = HistoryShelf(
            in: settings.folder,
            bounds: HistoryShelf.Bounds(count: settings.histories, bytes: settings.historyBytes)
        )
        let probe = SmallProbe(assignment: assignment, way: way)
        let interval = Duration.seconds(settings.detection.interval)
        var due = ContinuousClock.now + (await keeper.wait)
        while !Task.isCancelled {
            do {
                try await Task.sleep(until: due, clock: .continuous)
                try await once(keeper, shelf, probe)
                // Probes that the last one left no time for are left out.
                due = max(due + interval, .now)
            } catch is CancellationError {
                return
            }
        }
    }

    /// Probes once.
    private func once(_ keeper: WatchKeeper, _ shelf: HistoryShelf, _ probe: SmallProbe) async throws {
        let number = await keeper.nextNumber
        let start = (date: Date.now, clock: ContinuousClock.now)
        var history: (file: URL, writer: HistoryWriter)?
        do { history = try shelf.begin(number) } catch {
            log("warning: \(settings.folder) takes no history (\(error)); the probe goes on without")
        }
        let outcome = try await probe.run(number: number, writer: history?.writer)
        if number == 1, let failure = outcome.failure, failure.isMistake { throw failure }
        var name: String?
        if let history {
            do { name = try shelf.keep(history.file, number: number, verdict: outcome.verdict) } catch {
                log("warning: the history of probe \(number) cannot be kept (\(error))")
            }
        }
        let round = Round(
            number: number,
            startedAt: Int(start.date.timeIntervalSince1970),
            milliseconds: Int((ContinuousClock.now - start.clock) / .milliseconds(1)),
            verdict: outcome.verdict,
            counts: outcome.counts,
            summary: outcome.summary,
            failed: outcome.failed,
            history: name
        )
        await keeper.add(round, fault: outcome.fault)
    }

    /// Tells the changes on a way, one after the other, whenever there may be some.
    private func tell(
        _ name: String,
        _ way: NoticeWay,
        _ keeper: WatchKeeper,
        _ transport: HTTPTransport
    ) async {
        let subject = NoticeSubject(target: assignment.target.description, profile: assignment.profile.name)
        for await _ in await keeper.listen(name) {
            while let notice = await keeper.next(on: name) {
                let failure = await way.tell(notice, of: subject, over: transport)
                // What was called off is told after the next start.
                guard !Task.isCancelled else { return }
                guard await keeper.settle(notice, on: name, failure: failure) else { break }
            }
        }
    }
}

extension ProbeFailure {
    /// True for a mistake in the command line, which no later probe will be without.
    fileprivate var isMistake: Bool { [.badTarget, .badProfile, .badPlan, .badCredentials, .badAccess].contains(code) }
}
