//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Probe
import ProbeReports
import Watching

/// The keeper of a watch's state, which stores each change before anybody is told of it.
///
/// A disk that takes no more is told, and the watch goes on in memory.
actor WatchKeeper {
    /// The state that is shown to people and programs.
    struct Picture: Sendable {
        var watch: Watch
        /// The last failure with its proof.
        var lastFailure: WatchFailure?
        /// The end of the last probe of this process; absent before the first.
        var lastEnd: ContinuousClock.Instant?
    }

    /// The most attempts to tell a change on a way.
    private static let attempts = 3

    let ways: [String: NoticeWay]
    private let folder: WatchFolder
    private let log: @Sendable (String) -> Void
    private let publish: @Sendable (Picture) -> Void
    private var picture: Picture
    private var bells: [String: AsyncStream<Void>.Continuation] = [:]

    /// Opens the state of a folder, or begins a new one.
    ///
    /// - Throws: ``ProbeFailure`` for a damaged state, or one of another deployment.
    init(
        folder: WatchFolder,
        target: String,
        profile: String,
        settings: WatchSettings,
        ways: [String: NoticeWay],
        log: @escaping @Sendable (String) -> Void,
        publish: @escaping @Sendable (Picture) -> Void
    ) throws(ProbeFailure) {
        self.folder = folder
        self.ways = ways
        self.log = log
        self.publish = publish
        let watch: Watch
        if let memory = try folder.memory() {
            guard memory.target == target, memory.profile == profile else {
                throw ProbeFailure(
                    .output,
                    "\(folder.path) has the watch of \(memory.target) with the profile \(memory.profile): choose another"
                        + " folder with --state"
                )
            }
            guard let kept = Watch(memory, settings: settings, ways: Array(ways.keys)) else {
                throw folder.damage("state.json", "its detectors have impossible values")
            }
            watch = kept
            log("goes on after \(memory.totals.values.reduce(0, +)) probes")
            if memory.settings != settings { log("the settings are others than before: the detectors begin anew") }
        } else {
            watch = Watch(target: target, profile: profile, settings: settings)
        }
        picture = Picture(watch: watch, lastFailure: try folder.lastFailure())
        do { try folder.store(watch.memory) } catch {
            throw ProbeFailure(.output, "\(folder.path) cannot be written to; choose another folder with --state")
        }
        publish(picture)
    }

    /// The number of the next probe.
    var nextNumber: Int { picture.watch.nextNumber }

    /// The time until the next probe is due, so that a watch which is started again and again probes no oftener.
    var wait: Duration {
        guard let last = picture.watch.memory.rounds.last else { return .zero }
        let interval = picture.watch.memory.settings.interval
        return .seconds(min(max(Double(last.startedAt) + interval - Date.now.timeIntervalSince1970, 0), interval))
    }

    /// The number of changes that have still to be told.
    var untold: Int { picture.watch.memory.outbox.count }

    /// Adds a probe, stores what it changes, and has it told.
    func add(_ round: Round, fault: WatchFailure?) {
        let dropped = picture.watch.dropped
        let notices = picture.watch.add(round) { kind in
            ways.filter { $0.value.takes(kind) }.keys.sorted()
        }
        if picture.watch.dropped > dropped { log("warning: too many changes wait for being told; the oldest never is") }
        picture.lastEnd = .now
        if let fault {
            picture.lastFailure = fault
            do { try folder.store(fault) } catch { warn(error) }
        }
        store()
        publish(picture)
        log(line(round))
        for notice in notices { log("\(Self.word(notice.kind)) \(notice.text)") }
        for bell in bells.values { bell.yield() }
    }

    /// Has a task told when there may be something to tell on a way.
    func listen(_ way: String) -> AsyncStream<Void> {
        let (stream, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        bells[way] = bell
        bell.yield()
        return stream
    }

    /// The oldest change that has still to be told on a way.
    func next(on way: String) -> Notice? { picture.watch.next(on: way) }

    /// Takes note of how telling went.
    ///
    /// - Returns: True if the next change may be told; false if this one is tried again after the next probe.
    func settle(_ notice: Notice, on way: String, failure: String?) -> Bool {
        let title = ways[way]?.title ?? way
        var isSettled = true
        if let failure {
            let count = picture.watch.countAttempt(notice, on: way)
            isSettled = count >= Self.attempts
            log(
                "warning: \(title) failed: \(failure)"
                    + (isSettled ? "; given up" : "; tried again after the next probe")
            )
        }
        if isSettled { picture.watch.finish(notice, on: way) }
        store()
        publish(picture)
        return isSettled
    }

    private func store() {
        do { try folder.store(picture.watch.memory) } catch { warn(error) }
    }

    private func warn(_ error: any Error) {
        log("warning: \(folder.path) cannot be written to (\(error)): a restart will not know of this")
    }

    private func line(_ round: Round) -> String {
        let alarms = picture.watch.alarms
        let suffix = alarms.isEmpty ? "" : " [alarm: \(alarms.map(\.rawValue).joined(separator: ", "))]"
        return "probe \(round.number) \(round.verdict.rawValue): \(round.summary)\(suffix)"
    }

    private static func word(_ kind: Notice.Kind) -> String {
        switch kind {
        case .alarm: "ALARM"
        case .allClear: "ALL CLEAR"
        case .verdict: "VERDICT"
        }
    }
}
