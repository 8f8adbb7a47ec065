//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// An indexed history: grouped by job and purpose, without the failures of the prober itself.
struct Observations {
    /// The history.
    let history: History
    /// The initiations in the order of sending, except those of jobs that the run disturbs.
    let initiations: [Initiation]
    /// The acknowledged jobs in the order of their first initiation, except those that the run disturbs.
    let jobs: [ObservedJob]
    /// The acknowledged jobs that the run disturbs, to observe their recovery, in that order.
    ///
    /// The group *recovery* judges them: faults that the prober itself injected are no evidence for or against
    /// ordinary lookups.
    let disturbedJobs: [ObservedJob]
    /// The jobs that were not disturbed, by their ids.
    private let index: [String: Int]
    /// The positions of the events that probe unknown ids, other users' ids, and tokens.
    let probes: [Int]
    /// The positions of the requests that something in front of the application answered, which says nothing about it.
    let frontAnswers: [Int]
    /// The names of the workers, as far as answers tell them.
    let workerNames: WorkerNames
    /// The proxies and load balancers in front of the application.
    let front: Front
    /// The trials of the rates.
    let trials: RateTrials
    /// The failures of the prober itself.
    private let harnessFailures: HarnessFailures

    /// The snapshots of the store by job, which several checks examine.
    let storeSnapshots: StoreSnapshots

    /// The history's events: access through the history itself would copy all of its other parts.
    private let events: [Event]

    /// The words in which findings speak of the API.
    let vocabulary: Vocabulary

    /// The words for jobs, steps and items.
    var nouns: Nouns { vocabulary.nouns }

    /// The parsed bodies that several checks examine.
    let parsed = ParsedBodies()

    /// Indexes a history; O(n log n) in its length.
    init(_ history: History) {
        self.history = history
        events = history.events
        vocabulary = history.header.vocabulary
        storeSnapshots = StoreSnapshots(history)
        let names = WorkerNames(history)
        let front = Front(history)
        workerNames = names
        self.front = front
        var initiations: [Initiation] = []
        var jobs: [ObservedJob] = []
        var index: [String: Int] = [:]
        var window = RateLimitWindow()
        // By position, since events are large and expensive to copy.
        for position in history.events.indices where history.events[position].operation == .initiate {
            let event = history.events[position]
            guard event.saysSomething else { continue }
            let isBeyondLimit = window.admit(event)
            guard event.isInitiation else { continue }
            let initiation = Initiation(event, at: position, isWithinRateLimit: !isBeyondLimit)
            if event.intent != .recovery { initiations.append(initiation) }
            guard case .accepted(let id) = initiation.reading else { continue }
            var announcement = Poll(event, at: position, jobID: id, worker: names.name(of: event))
            if announcement.reading == .unreadable { announcement.reading = .found(.initiated) }
            if let known = index[id] {
                jobs[known].announce(announcement, by: event)
            } else {
                index[id] = jobs.count
                jobs.append(ObservedJob(id: id, by: event, announcement: announcement))
            }
        }
        self.initiations = initiations
        let allProbes = Self.distribute(history.events, to: &jobs, index: index, names: names)
        let events = history.events
        frontAnswers = events.indices.filter { front.answerer(of: events[$0]) != nil }
        let others = Set(frontAnswers)
        probes = others.isEmpty ? allProbes : allProbes.filter { !others.contains($0) }
        harnessFailures = HarnessFailures(history.events)
        for position in jobs.indices { jobs[position].close() }
        let undisturbed = jobs.filter { !$0.isDisturbed }
        self.jobs = undisturbed
        disturbedJobs = undisturbed.count < jobs.count ? jobs.filter(\.isDisturbed) : []
        trials = RateTrials(
            jobs: undisturbed,
            initiations: initiations,
            criterion: history.header.plan.rates.criterion
        )
        self.index = Dictionary(uniqueKeysWithValues: undisturbed.enumerated().map { ($1.id, $0) })
    }

    /// Assigns each poll and read to its job, and returns the positions of the probes.
    private static func distribute(
        _ events: [Event],
        to jobs: inout [ObservedJob],
        index: [String: Int],
        names: WorkerNames
    ) -> [Int] {
        var probes: [Int] = []
        var links: [Int] = []
        Self.makeRoom(for: events, in: &jobs, index: index)
        for position in events.indices where events[position].saysSomething {
            switch events[position].intent {
            case .course, .early, .recovery, .flock:
                guard let job = events[position].jobID.flatMap({ index[$0] }) else { continue }
                jobs[job].add(events[position], at: position, isOrdinary: true, names)
            case .followsLink:
                links.append(position)
            case .joins, .refreshes, .twin, .repeated, .afterErrors:
                // Initiations, indexed above.
                continue
            case .cancelled, .expired:
                // Jobs that the run ended: the checks of their group look at them by themselves.
                continue
            case .longHeader:
                // The limit of a header is nobody's fault.
                continue
            case .unknownID, .foreignID, .noToken, .malformedToken, .unsignedToken, .forgedToken, .expiredToken,
                .userToken, .adminToken, .hostileID, .malformedJSON, .wrongType, .wrongMediaType, .oversizedBody,
                .wrongMethod, .unknownPath, .burst, .replayedCookie:
                probes.append(position)
            }
        }
        // Only now the ordinary URLs are known, with which followed links are compared.
        for position in links {
            guard let job = events[position].jobID.flatMap({ index[$0] }) else { continue }
            jobs[job].add(events[position], at: position, isOrdinary: false, names)
        }
        return probes
    }

    /// All acknowledged jobs, disturbed or not.
    var allJobs: [ObservedJob] { jobs + disturbedJobs }

    /// Reserves capacity for all polls at once: growing step by step would hold them twice.
    private static func makeRoom(for events: [Event], in jobs: inout [ObservedJob], index: [String: Int]) {
        var counts = [Int](repeating: 0, count: jobs.count)
        for position in events.indices where events[position].operation == .status {
            if let job = events[position].jobID.flatMap({ index[$0] }) { counts[job] += 1 }
        }
        for (job, count) in counts.enumerated() { jobs[job].polls.reserveCapacity(count) }
    }

    /// The positions of polls and results reads that were not sent, since their address leads to another origin.
    var addressesElsewhere: [Int] {
        events.indices.filter { position in
            events[position].outcome.leadsElsewhere
                && (events[position].operation == .status || events[position].operation == .results)
        }
    }

    /// The job with an id, if it was acknowledged and not disturbed.
    func job(_ id: String) -> ObservedJob? { index[id].map { jobs[$0] } }

    /// The event at a position.
    func event(_ position: Int) -> Event { events[position] }

    /// A flag for a run whose initiations all failed to yield a job, not only for a quota that was used up.
    var initiationFailed: Bool {
        initiations.contains(where: \.isTrial) && !initiations.contains(where: \.isAccepted)
    }

    /// A remark on initiations that were only refused, as others before the run may have used up the quota.
    var quotaRemark: String? {
        let refusals = initiations.count { events[$0.position].mayBeRefusedForEarlierUse }
        guard refusals > 0, !initiations.contains(where: \.isTrial) else { return nil }
        return "all \(refusals) were refused with 429, for a quota that may have been used up before the run: "
            + "wait a minute and run it again"
    }

    /// The prober's failure, if it made every request of these operations fail.
    func harnessFailure(of operations: Set<Event.Operation>) -> String? {
        harnessFailures.first(of: operations).map { "the prober failed: \($0.message)" }
    }
}

/// The failures of the prober itself, looked up once for all checks.
private struct HarnessFailures {
    /// The operations of which a request succeeded.
    private var working: Set<Event.Operation> = []
    private var failures: [(operation: Event.Operation, failure: Outcome.Failure)] = []

    init(_ events: [Event]) {
        for position in events.indices {
            let operation = events[position].operation
            if let failure = events[position].outcome.harnessFailure {
                failures.append((operation, failure))
            } else {
                working.insert(operation)
            }
        }
    }

    /// The first failure, if every request of these operations failed.
    func first(of operations: Set<Event.Operation>) -> Outcome.Failure? {
        guard operations.isDisjoint(with: working) else { return nil }
        return failures.first { operations.contains($0.operation) }?.failure
    }
}

extension ObservedJob {
    /// Adds a request of the job's owner.
    ///
    /// A link in the initiation's response that equals the URL of polls gives an ordinary request. A response at
    /// another URL is evidence about that URL first, so it is kept separate.
    fileprivate mutating func add(_ event: Event, at position: Int, isOrdinary: Bool, _ names: WorkerNames) {
        guard event.user == owner, event.sent >= acknowledged else { return }
        switch event.operation {
        case .status:
            if isOrdinary { statusURL = statusURL ?? event.url }
            guard isOrdinary || event.url == statusURL else { return links.append(position) }
            polls.append(Poll(event, at: position, jobID: id, worker: names.name(of: event)))
        case .results:
            if isOrdinary { resultsURL = resultsURL ?? event.url }
            guard isOrdinary || event.url == resultsURL else { return links.append(position) }
            reads.append(ResultsRead(event, at: position, jobID: id, worker: names.name(of: event)))
        case .page:
            // Results of which a part cannot be read were not delivered.
            guard let read = reads.lastIndex(where: { $0.number == event.read }),
                let status = event.outcome.response?.status, (400..<500).contains(status), status != 401
            else { return }
            reads[read].reading = status == 404 || status == 410 ? .notFound : .errorShaped
            reads[read].position = position
        case .login, .prepare, .initiate, .cancel, .delete, .list, .diagnostics, .metrics, .other:
            return
        }
    }
}

extension Event {
    /// A flag for a request that neither the prober failed to send, nor the deployment throttled.
    fileprivate var saysSomething: Bool {
        outcome.harnessFailure == nil && !outcome.leadsElsewhere && outcome.response?.parsed?.standing != .throttled
    }
}
