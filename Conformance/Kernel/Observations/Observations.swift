//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A history put in order: by scan, by what requests were for, without what the prober itself got wrong.
struct Observations {
    /// The history.
    let history: History
    /// The initiations, in the order of sending, but those of scans that the run disturbs.
    let initiations: [Initiation]
    /// The scans that were acknowledged, in the order of their first initiation, but those that the run disturbs.
    let scans: [ScanCourse]
    /// The scans that were acknowledged and that the run disturbs, to see how they recover, in that order.
    ///
    /// Whatever goes wrong with them is the business of *recovery*: what the prober itself has broken speaks neither
    /// against the lookup of a scan that nobody touched, nor for it.
    let disturbedScans: [ScanCourse]
    /// The scans that were not disturbed, by their ids.
    private let index: [String: Int]
    /// The positions of the events that probe unknown ids, other users' ids, and tokens.
    let probes: [Int]
    /// The trials of the rates.
    let trials: RateTrials
    /// What failed in the prober itself.
    private let harnessFailures: HarnessFailures

    /// The samples of the store by scan, which several checks look at.
    let storeSamples: StoreSamples

    /// The history's events: looking one up in the history itself would copy all of the history's other parts.
    private let events: [Event]

    /// The bodies that several checks look at.
    let parsed = ParsedBodies()

    /// Puts a history in order; O(n log n) in its length.
    init(_ history: History) {
        self.history = history
        self.events = history.events
        self.storeSamples = StoreSamples(history)
        var initiations: [Initiation] = []
        var scans: [ScanCourse] = []
        var index: [String: Int] = [:]
        var window = RateLimitWindow()
        // By position: an event is large, and copying it costs more than looking at it.
        for position in history.events.indices where history.events[position].operation == .initiate {
            let event = history.events[position]
            guard event.outcome.harnessFailure == nil else { continue }
            let isBeyondLimit = window.admit(event)
            guard event.isInitiation else { continue }
            let initiation = Initiation(event, at: position, isWithinRateLimit: !isBeyondLimit)
            if event.intent != .recovery { initiations.append(initiation) }
            guard case .accepted(let id) = initiation.reading else { continue }
            var announcement = Poll(event, at: position, scanID: id)
            if announcement.reading == .unreadable { announcement.reading = .found(.initiated) }
            if let known = index[id] {
                scans[known].announce(announcement, by: event)
            } else {
                index[id] = scans.count
                scans.append(ScanCourse(id: id, by: event, announcement: announcement))
            }
        }
        self.initiations = initiations
        self.probes = Self.distribute(history.events, to: &scans, index: index)
        self.harnessFailures = HarnessFailures(history.events)
        for position in scans.indices { scans[position].close() }
        let others = scans.filter { !$0.isDisturbed }
        self.scans = others
        self.disturbedScans = others.count < scans.count ? scans.filter(\.isDisturbed) : []
        self.trials = RateTrials(
            scans: others,
            initiations: initiations,
            criterion: history.header.plan.rates.criterion
        )
        self.index = Dictionary(uniqueKeysWithValues: others.enumerated().map { ($1.id, $0) })
    }

    /// Gives each poll and read to its scan, and returns the positions of the probes.
    private static func distribute(_ events: [Event], to scans: inout [ScanCourse], index: [String: Int]) -> [Int] {
        var probes: [Int] = []
        var links: [Int] = []
        Self.makeRoom(for: events, in: &scans, index: index)
        for position in events.indices where events[position].outcome.harnessFailure == nil {
            switch events[position].intent {
            case .course, .early, .recovery:
                guard let scan = events[position].scanID.flatMap({ index[$0] }) else { continue }
                scans[scan].add(events[position], at: position, isOrdinary: true)
            case .followsLink:
                links.append(position)
            case .joins, .refreshes, .twin, .afterErrors:
                // Initiations, taken in above.
                continue
            case .unknownID, .foreignID, .noToken, .malformedToken, .unsignedToken, .forgedToken, .expiredToken,
                .userToken, .adminToken, .hostileID, .malformedJSON, .wrongType, .wrongMediaType, .oversizedBody,
                .wrongMethod, .unknownPath, .burst:
                probes.append(position)
            }
        }
        // Only now the ordinary addresses are known, with which followed ones are compared.
        for position in links {
            guard let scan = events[position].scanID.flatMap({ index[$0] }) else { continue }
            scans[scan].add(events[position], at: position, isOrdinary: false)
        }
        return probes
    }

    /// All scans that were acknowledged, whether or not the run disturbs them.
    var allScans: [ScanCourse] { self.scans + self.disturbedScans }

    /// Makes room for all polls at once: growing step by step would hold them twice.
    private static func makeRoom(for events: [Event], in scans: inout [ScanCourse], index: [String: Int]) {
        var counts = [Int](repeating: 0, count: scans.count)
        for position in events.indices where events[position].operation == .status {
            if let scan = events[position].scanID.flatMap({ index[$0] }) { counts[scan] += 1 }
        }
        for (scan, count) in counts.enumerated() { scans[scan].polls.reserveCapacity(count) }
    }

    /// The scan with an id, if it was acknowledged and not disturbed.
    func scan(_ id: String) -> ScanCourse? { self.index[id].map { self.scans[$0] } }

    /// The event at a position.
    func event(_ position: Int) -> Event { self.events[position] }

    /// Whether initiations were sent and none of them yielded a scan.
    var initiationFailed: Bool {
        !self.initiations.isEmpty && !self.initiations.contains(where: \.isAccepted)
    }

    /// The prober's failure, if every request of these operations failed by it.
    func harnessFailure(of operations: Set<Event.Operation>) -> String? {
        self.harnessFailures.first(of: operations).map { "the prober failed: \($0.message)" }
    }
}

/// What failed in the prober itself, looked up once for all checks.
private struct HarnessFailures {
    /// The operations of which a request got through.
    private var working: Set<Event.Operation> = []
    private var failures: [(operation: Event.Operation, failure: Outcome.Failure)] = []

    init(_ events: [Event]) {
        for position in events.indices {
            let operation = events[position].operation
            if let failure = events[position].outcome.harnessFailure {
                self.failures.append((operation, failure))
            } else if !self.working.contains(operation) {
                self.working.insert(operation)
            }
        }
    }

    /// The first failure, if every request of these operations failed.
    func first(of operations: Set<Event.Operation>) -> Outcome.Failure? {
        guard operations.isDisjoint(with: self.working) else { return nil }
        return self.failures.first { operations.contains($0.operation) }?.failure
    }
}

extension ScanCourse {
    /// Takes in a request of the scan's owner.
    ///
    /// An address from the initiation's answer that is the one polls use anyway is an ordinary request. At another
    /// address an answer says something about that address first, so it is kept apart.
    fileprivate mutating func add(_ event: Event, at position: Int, isOrdinary: Bool) {
        guard event.user == self.owner, event.sent >= self.acknowledged else { return }
        switch event.operation {
        case .status:
            if isOrdinary { self.statusURL = self.statusURL ?? event.url }
            guard isOrdinary || event.url == self.statusURL else { return self.links.append(position) }
            self.polls.append(Poll(event, at: position, scanID: self.id))
        case .results:
            if isOrdinary { self.resultsURL = self.resultsURL ?? event.url }
            guard isOrdinary || event.url == self.resultsURL else { return self.links.append(position) }
            self.reads.append(ResultsRead(event, at: position, scanID: self.id))
        case .login, .initiate, .diagnostics, .metrics, .other:
            return
        }
    }
}
