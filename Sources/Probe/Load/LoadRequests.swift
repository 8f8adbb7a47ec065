//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Synchronization

/// The requests of a load test: each is sent once, judged, and forgotten.
struct LoadRequests: Sendable {
    let plan: Plan
    let load: Plan.Load
    let clock: RunClock
    let requester: Requester
    let sessions: [Session]
    let jobs = JobPool()
    private let bodies = BodyPool()
    private let turn = Turn()
    private let worker: @Sendable (HeaderFields) -> String?

    private final class Turn: Sendable {
        let body = Atomic(0)
        let user = Atomic(0)
        /// The time before which no job is to be started, in nanoseconds, because the deployment said so.
        let holdOff = Atomic<Int64>(0)
    }

    init(plan: Plan, clock: RunClock, requester: Requester, sessions: [Session]) {
        self.plan = plan
        load = plan.load
        self.clock = clock
        self.requester = requester
        self.sessions = sessions
        let interpreter = Interpreter(profile: requester.profile)
        worker = { interpreter.worker(in: $0) }
    }

    private var profile: Profile { requester.profile }

    /// Polls the next job in turn.
    func poll(due: Instant, _ meter: StageMeter) async {
        guard let job = jobs.nextToPoll(at: clock.now()) else { return meter.isCalledOff() }
        await poll(job, due: due, meter)
    }

    /// Reads the results of the next complete job in turn, or polls where there is none yet.
    func read(due: Instant, _ meter: StageMeter) async {
        guard let job = jobs.nextToRead(at: clock.now()) else { return await poll(due: due, meter) }
        let begun = clock.now()
        let exchange = await ask(job.read)
        var sample = self.sample(.read, exchange, due: due, begun: begun, url: job.read.url)
        if let reply = try? exchange.result.get(), sample.trouble == nil {
            let hash = reply.body.hashValue
            if !job.knowsResults(hash) {
                let parsed = understand(exchange, .results, job.id, job.read.url)
                let digest = parsed?.state == .complete ? parsed?.digest ?? "\(hash)" : nil
                let said = digest == nil ? parsed?.state.map { ", but \($0.rawValue)" } ?? "" : ""
                sample.text = jobs.update(job.id) { $0.takeResults(hash: hash, digest: digest) }.flatMap { $0 }
                    .map { $0 + said }
                if sample.text != nil { sample.trouble = .results }
            }
        }
        meter.take(sample)
    }

    private func poll(_ job: LoadJob, due: Instant, _ meter: StageMeter) async {
        let begun = clock.now()
        let exchange = await ask(job.poll)
        var sample = self.sample(.poll, exchange, due: due, begun: begun, url: job.poll.url)
        if let reply = try? exchange.result.get(), sample.trouble == nil {
            let hash = reply.body.hashValue
            let (state, namesOther) = self.state(job, exchange, hash)
            if let state, state != .notFound {
                let objection = jobs.update(job.id) {
                    $0.take(state, hash: hash, sent: begun, received: sample.received)
                }.flatMap { $0 }
                sample.text = namesOther ? "another job's id" : objection
                if sample.text != nil { sample.trouble = .status }
            } else {
                sample.trouble = .notFound
                sample.text = state == nil ? "HTTP \(reply.status) without a state" : "not_found"
            }
        }
        meter.take(sample)
    }

    /// Returns the state that an answer tells, which is parsed only where it is not the last one again.
    private func state(_ job: LoadJob, _ exchange: Exchange, _ hash: Int) -> (JobState?, namesOther: Bool) {
        if let known = job.knownState(of: hash) { return (known, false) }
        let parsed = understand(exchange, .status, job.id, job.poll.url)
        return (parsed?.state, parsed?.jobID.map { $0 != job.id } ?? false)
    }

    /// Starts a job, and polls it at once: a job that is acknowledged can be found.
    func initiate(due: Instant, _ meter: StageMeter) async {
        guard clock.now().nanoseconds >= turn.holdOff.load(ordering: .relaxed) else { return meter.isCalledOff() }
        let begun = clock.now()
        let session = sessions[turn.user.wrappingAdd(1, ordering: .relaxed).oldValue % sessions.count]
        let body = plan.jobs.bodies[turn.body.wrappingAdd(1, ordering: .relaxed).oldValue % plan.jobs.bodies.count]
        var planned = self.planned(.initiate, nil, session.token)
        planned.body = profile.offers.contains(.filters) ? body.forcingRefresh(true) : body
        // Few enough to be recorded, and they may take several calls.
        guard let event = try? await requester.send(planned).event else { return meter.isCalledOff() }
        var sample = StageMeter.Sample(
            kind: .initiation,
            due: due,
            begun: begun,
            received: event.received,
            url: event.url
        )
        guard let response = event.outcome.response else {
            if case .unanswered(let failure) = event.outcome {
                fail(&sample, failure.kind, failure.message, .initiations)
            }
            return meter.take(sample)
        }
        (sample.status, sample.worker, sample.isError) = (response.status, response.worker, response.status >= 500)
        if response.status == 429 {
            let told = RetryAfter.delay(in: response.headers, now: clock.date(of: event.received))
            let wait = min(max(told ?? .zero, .seconds(1)), .seconds(600))
            turn.holdOff.store((clock.now() + wait).nanoseconds, ordering: .relaxed)
            return meter.isRefused()
        }
        guard profile.initiate.accepts.contains(response.status), let id = response.parsed?.jobID,
            let job = try? self.job(id, token: session.token, at: event.received)
        else {
            (sample.trouble, sample.text) = (.initiations, "HTTP \(response.status) and no job")
            return meter.take(sample)
        }
        meter.take(sample)
        jobs.add(job)
        if meter.begins() { await poll(job, due: clock.now(), meter) }
    }

    private func job(_ id: String, token: String?, at time: Instant) throws(CallProblem) -> LoadJob {
        LoadJob(
            id: id,
            poll: try requester.prepared(planned(.status, id, token)),
            read: try requester.prepared(planned(.results, id, token)),
            // A request on its way when the time is over may miss the job.
            usableUntil: time + plan.rates.resultLifetime - plan.requestTimeout
        )
    }

    private func planned(_ operation: Event.Operation, _ id: String?, _ token: String?) -> PlannedRequest {
        var planned = PlannedRequest(operation: operation, jobID: id, token: token)
        planned.freshConnection = load.freshConnections
        return planned
    }

    // MARK: - Asking

    private func ask(_ request: TransportRequest) async -> Exchange {
        var request = request
        // Given back when the answer is judged.
        request.allowance = BodyAllowance(pool: bodies)
        request.beginTrace()
        return await requester.transport.exchange(request) { _ in }
    }

    private func understand(
        _ exchange: Exchange,
        _ operation: Event.Operation,
        _ id: String,
        _ url: String
    ) -> ParsedFields? {
        requester.understand(exchange, of: planned(operation, id, nil), url: url)
    }

    /// Returns what can be said of an answer without reading its body.
    private func sample(
        _ kind: StageMeter.Kind,
        _ exchange: Exchange,
        due: Instant,
        begun: Instant,
        url: String
    ) -> StageMeter.Sample {
        var sample = StageMeter.Sample(kind: kind, due: due, begun: begun, received: clock.now(), url: url)
        let trouble: LoadTrouble = kind == .poll ? .notFound : .results
        switch exchange.result {
        case .failure(let failure): fail(&sample, failure.kind, failure.message, trouble)
        case .success(let reply):
            sample.status = reply.status
            sample.worker = worker(reply.headers).map { ReadingLimits.cut($0, to: ReadingLimits.word) }
            sample.isError = reply.status >= 500
            if reply.status >= 500 || kind == .read && !profile.results.accepts.contains(reply.status) {
                (sample.trouble, sample.text) = (trouble, "HTTP \(reply.status)")
            }
        }
        return sample
    }

    private func fail(
        _ sample: inout StageMeter.Sample,
        _ kind: Outcome.Failure.Kind,
        _ message: String,
        _ trouble: LoadTrouble
    ) {
        (sample.trouble, sample.text, sample.isError) = (trouble, message, true)
        sample.isOwnFault = kind == .harness
    }
}
