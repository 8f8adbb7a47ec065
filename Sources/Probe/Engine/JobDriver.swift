//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The driver of one job, from its initiation to the last poll.
struct JobDriver: Sendable {
    let name: String
    let body: String
    let context: RunContext
    /// The number of the job in the plan, counted from 0; absent for other jobs.
    var index: Int?
    /// The workloads that accompany the job.
    var companions: [any JobCompanion] = []
    /// The number of first polls that follow each other without a pause.
    var fastPolls = 0
    /// The intent of the job's requests.
    var intent = Event.Intent.course
    /// The pace of the job's polls.
    var pace: Event.Pace { fastPolls > 0 ? .fast : .usual }
    /// True if requests reuse open connections, so that few workers get to know the job.
    var staysOnConnections = false

    /// Starts and follows the job.
    ///
    /// - Returns: The job, to be polled again; `nil` when there is none.
    /// - Throws: `CancellationError` when the run ends before the job does.
    @discardableResult func run() async throws -> FollowedJob? {
        try await pursue(try await initiate())
    }

    /// Starts the job.
    ///
    /// A request that came too early is sent again when the deployment says so: nobody began a job with it.
    func initiate() async throws -> Event {
        let end = context.clock.now() + context.jobs.budget
        while true {
            let event = try await context.requester.send(planned(.initiate, intent, jobID: nil, body: body)).event
            guard event.outcome.response?.parsed?.standing == .throttled, context.clock.now() < end else {
                return event
            }
        }
    }

    /// Returns the id of an accepted initiation; without one there is nothing to follow, and the event has the reason.
    func acceptedID(_ initiation: Event) -> String? {
        guard let response = initiation.outcome.response,
            context.requester.profile.initiate.accepts.contains(response.status)
        else { return nil }
        return response.parsed?.jobID
    }

    /// Follows the job that an initiation started.
    ///
    /// - Returns: The job, to be polled again; `nil` when there is none.
    @discardableResult func pursue(_ initiation: Event) async throws -> FollowedJob? {
        guard let id = acceptedID(initiation), let links = initiation.outcome.response?.parsed else {
            return nil
        }
        let job = try await withThrowingTaskGroup(of: Void.self) { group in
            let accompanied = AccompaniedJob(driver: self, id: id)
            for companion in companions { group.addTask { try await companion.accompany(accompanied) } }
            let job = try await follow(id, initiation: initiation, links: links)
            try await group.waitForAll()
            return job
        }
        guard job.isComplete else { return job }
        for companion in companions { try await companion.completed(AccompaniedJob(driver: self, id: id)) }
        return job
    }

    private func follow(_ id: String, initiation: Event, links: ParsedFields) async throws -> FollowedJob {
        var job = FollowedJob(name: name, id: id, acknowledged: initiation.received)
        let accompanied = AccompaniedJob(driver: self, id: id)
        let state = try await withThrowingTaskGroup(of: Void.self) { group in
            for companion in companions { group.addTask { try await companion.observe(accompanied) } }
            let state = try await pollUntilFinal(id, initiation: initiation, pollURL: links.pollURL)
            group.cancelAll()
            return state
        }
        guard let state else { return job }
        for companion in companions { try await companion.ended(accompanied) }
        job.ended = context.clock.now()
        job.isComplete = state == .complete
        if state == .complete {
            try await followLink(links.resultsURL, .results, jobID: id, from: initiation.url)
        }
        try await lookAgain(id, readsResults: state == .complete)
        for companion in companions { try await companion.revisit(accompanied) }
        return job
    }

    /// Polls until the first final state, the last poll or the end of the budget; a `not_found` is no reason to stop.
    ///
    /// The budget begins with the initiation's response, or at `start`.
    ///
    /// - Returns: The final state, or `nil` when none was reached.
    func pollUntilFinal(
        _ id: String,
        initiation: Event,
        pollURL: String?,
        since start: Instant? = nil,
        untilGone: Bool = false
    ) async throws -> JobState? {
        let plan = context.jobs
        var pacer = Pacer(clock: context.clock, interval: plan.pollInterval)
        let deadline = (start ?? initiation.received) + plan.budget
        var earlyReads = 0
        let repeated = RepeatedPoll()
        heed(initiation, &pacer)
        let closePolls = fastPolls > 0 ? Self.mostClosePolls : 0
        for poll in 0..<plan.maximumPolls + fastPolls + closePolls {
            let due = poll < fastPolls ? nil : try await pacer.waitForTurn()
            guard context.clock.now() < deadline else { return nil }
            let event = try await self.poll(id, due: due, repeated)
            // There is nobody to ask.
            if event.outcome.isUnsent { return nil }
            if let state = event.outcome.response?.parsed?.state, state.isFinal || untilGone && state == .notFound {
                return state
            }
            if fastPolls > 0 { pacer.hasten((context.clock.now() - initiation.received) / Self.closeness) }
            heed(event, &pacer)
            if poll == 0 { try await followLink(pollURL, .status, jobID: id, from: initiation.url) }
            if intent != .recovery, intent != .cancelled, earlyReads < plan.earlyResultReads {
                earlyReads += 1
                _ = try await context.requester.send(planned(.results, .early, jobID: id))
            }
        }
        return nil
    }

    /// The part of its age after which a job that is polled fast is polled again, so that nothing which lasts longer is
    /// missed between two polls of the plan.
    private static let closeness = 20
    /// The number of such polls within a day: each adds a twentieth to the age.
    private static let mostClosePolls = 300

    /// Postpones the next poll by the response's `Retry-After`, where the profile says that the API uses it.
    private func heed(_ event: Event, _ pacer: inout Pacer) {
        guard context.requester.profile.heedsRetryAfter, let headers = event.outcome.response?.headers,
            let delay = RetryAfter.delay(in: headers, now: context.clock.date(of: event.received))
        else { return }
        pacer.holdOff(min(delay, context.jobs.budget))
    }

    /// Polls once.
    func poll(_ id: String, due: Instant? = nil, _ repeated: RepeatedPoll? = nil) async throws -> Event {
        var planned = self.planned(.status, jobID: id)
        (planned.due, planned.repeated) = (due, repeated)
        return try await context.requester.send(planned).event
    }

    /// Polls and reads the results once each, on connections of their own.
    func lookOnce(_ id: String) async throws {
        for operation in [Event.Operation.status, .results] {
            _ = try await context.requester.send(planned(operation, jobID: id, fresh: true))
        }
    }

    /// The number of results reads of which all pages are read: two can be compared.
    private static let pagedReads = 2

    /// Polls and reads results by turns after the first final state, each on its own connection.
    func lookAgain(_ id: String, readsResults: Bool) async throws {
        let plan = context.jobs
        var pacer = Pacer(clock: context.clock, interval: plan.pollInterval)
        let reads = readsResults ? plan.resultReads : 0
        // The first read follows the final state at once: it detects a lookup that was dropped at completion.
        var due: Instant?
        for round in 0..<max(plan.pollsAfterCompletion, reads) {
            let operations =
                (round < reads ? [Event.Operation.results] : [])
                + (round < plan.pollsAfterCompletion ? [.status] : [])
            for operation in operations {
                var planned = self.planned(operation, jobID: id, fresh: true)
                // Only the first request of a turn has its own due time.
                planned.due = due
                due = nil
                let sent = try await context.requester.send(planned)
                if operation == .results, round < Self.pagedReads, let pages = context.requester.profile.pages {
                    try await PageReading(requester: context.requester, pages: pages).read(after: sent, as: planned)
                }
            }
            if round + 1 < max(plan.pollsAfterCompletion, reads) { due = try await pacer.waitForTurn() }
        }
    }

    /// Follows a link of the initiation's response unchanged, if there is one.
    private func followLink(
        _ link: String?,
        _ operation: Event.Operation,
        jobID: String,
        from url: String
    ) async throws {
        guard let link else { return }
        var planned = self.planned(operation, .followsLink, jobID: jobID)
        do {
            planned.url = try context.requester.renderer.follow(link, from: url)
        } catch {
            await context.requester.recordUnfollowed(link, for: planned, because: error)
            return
        }
        _ = try await context.requester.send(planned)
    }

    private func planned(
        _ operation: Event.Operation,
        _ intent: Event.Intent? = nil,
        jobID: String?,
        body: String? = nil,
        fresh: Bool = false
    ) -> PlannedRequest {
        PlannedRequest(
            operation: operation,
            intent: intent ?? ([.recovery, .cancelled].contains(self.intent) ? self.intent : .course),
            job: name,
            jobID: jobID,
            pace: pace,
            token: context.first.token,
            body: body,
            freshConnection: fresh || context.jobs.freshConnections && !staysOnConnections
        )
    }
}

extension Outcome {
    /// True for a request that could not be sent, because its address is missing or not allowed.
    fileprivate var isUnsent: Bool {
        guard case .unanswered(let failure) = self else { return false }
        return failure.kind == .harness || failure.kind == .foreignOrigin
    }
}
