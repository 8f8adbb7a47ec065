//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A history put in order: by job, by what requests were for, without what the prober itself got wrong.
struct Observations {
    /// The history.
    let history: History
    /// The initiations, in the order of sending, but those of jobs that the run disturbs.
    let initiations: [Initiation]
    /// The jobs that were acknowledged, in the order of their first initiation, but those that the run disturbs.
    let jobs: [ObservedJob]
    /// The jobs that were acknowledged and that the run disturbs, to see how they recover, in that order.
    ///
    /// Whatever goes wrong with them is the business of *recovery*: what the prober itself has broken speaks neither
    /// against the lookup of a job that nobody touched, nor for it.
    let disturbedJobs: [ObservedJob]
    /// The jobs that were not disturbed, by their ids.
    private let index: [String: Int]
    /// The positions of the events that probe unknown ids, other users' ids, and tokens.
    let probes: [Int]
    /// The trials of the rates.
    let trials: RateTrials
    /// What failed in the prober itself.
    private let harnessFailures: HarnessFailures

    /// The samples of the store by job, which several checks look at.
    let storeSnapshots: StoreSnapshots

    /// The history's events: looking one up in the history itself would copy all of the history's other parts.
    private let events: [Event]

    /// The words in which findings speak of the API.
    let vocabulary: Vocabulary

    /// The words for jobs, steps and items.
    var nouns: Nouns { self.vocabulary.nouns }

    /// The bodies that several checks look at.
    let parsed = ParsedBodies()

    /// Puts a history in order; O(n log n) in its length.
    init(_ history: History) {
        self.history = history
        self.events = history.events
        self.vocabulary = history.header.vocabulary
        self.storeSnapshots = StoreSnapshots(history)
        var initiations: [Initiation] = []
        var jobs: [ObservedJob] = []
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
            var announcement = Poll(event, at: position, jobID: id)
            if announcement.reading == .unreadable { announcement.reading = .found(.initiated) }
            if let known = index[id] {
                jobs[known].announce(announcement, by: event)
            } else {
                index[id] = jobs.count
                jobs.append(ObservedJob(id: id, by: event, announcement: announcement))
            }
        }
        self.initiations = initiations
        self.probes = Self.distribute(history.events, to: &jobs, index: index)
        self.harnessFailures = HarnessFailures(history.events)
        for position in jobs.indices { jobs[position].close() }
        let others = jobs.filter { !$0.isDisturbed }
        self.jobs = others
        self.disturbedJobs = others.count < jobs.count ? jobs.filter(\.isDisturbed) : []
        self.trials = RateTrials(
            jobs: others,
            initiations: initiations,
            criterion: history.header.plan.rates.criterion
        )
        self.index = Dictionary(uniqueKeysWithValues: others.enumerated().map { ($1.id, $0) })
    }

    /// Gives each poll and read to its job, and returns the positions of the probes.
    private static func distribute(_ events: [Event], to jobs: inout [ObservedJob], index: [String: Int]) -> [Int] {
        var probes: [Int] = []
        var links: [Int] = []
        Self.makeRoom(for: events, in: &jobs, index: index)
        for position in events.indices where events[position].outcome.harnessFailure == nil {
            switch events[position].intent {
            case .course, .early, .recovery:
                guard let job = events[position].jobID.flatMap({ index[$0] }) else { continue }
                jobs[job].add(events[position], at: position, isOrdinary: true)
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
            guard let job = events[position].jobID.flatMap({ index[$0] }) else { continue }
            jobs[job].add(events[position], at: position, isOrdinary: false)
        }
        return probes
    }

    /// All jobs that were acknowledged, whether or not the run disturbs them.
    var allJobs: [ObservedJob] { self.jobs + self.disturbedJobs }

    /// Makes room for all polls at once: growing step by step would hold them twice.
    private static func makeRoom(for events: [Event], in jobs: inout [ObservedJob], index: [String: Int]) {
        var counts = [Int](repeating: 0, count: jobs.count)
        for position in events.indices where events[position].operation == .status {
            if let job = events[position].jobID.flatMap({ index[$0] }) { counts[job] += 1 }
        }
        for (job, count) in counts.enumerated() { jobs[job].polls.reserveCapacity(count) }
    }

    /// The job with an id, if it was acknowledged and not disturbed.
    func job(_ id: String) -> ObservedJob? { self.index[id].map { self.jobs[$0] } }

    /// The event at a position.
    func event(_ position: Int) -> Event { self.events[position] }

    /// Whether initiations were sent and none of them yielded a job.
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

extension ObservedJob {
    /// Takes in a request of the job's owner.
    ///
    /// An address from the initiation's answer that is the one polls use anyway is an ordinary request. At another
    /// address an answer says something about that address first, so it is kept apart.
    fileprivate mutating func add(_ event: Event, at position: Int, isOrdinary: Bool) {
        guard event.user == self.owner, event.sent >= self.acknowledged else { return }
        switch event.operation {
        case .status:
            if isOrdinary { self.statusURL = self.statusURL ?? event.url }
            guard isOrdinary || event.url == self.statusURL else { return self.links.append(position) }
            self.polls.append(Poll(event, at: position, jobID: self.id))
        case .results:
            if isOrdinary { self.resultsURL = self.resultsURL ?? event.url }
            guard isOrdinary || event.url == self.resultsURL else { return self.links.append(position) }
            self.reads.append(ResultsRead(event, at: position, jobID: self.id))
        case .login, .initiate, .diagnostics, .metrics, .other:
            return
        }
    }
}
