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
    let interpreter: Interpreter
    let sessions: [Session]
    let jobs = JobPool()
    private let bodies = BodyPool()
    private let turn = Turn()

    private final class Turn: Sendable {
        let body = Atomic(0)
        let user = Atomic(0)
        /// The time before which no job is to be started, because the deployment said so.
        let holdOff = Atomic<Int64>(0)
    }

    init(plan: Plan, clock: RunClock, requester: Requester, sessions: [Session]) {
        self.plan = plan
        load = plan.load
        self.clock = clock
        self.requester = requester
        self.sessions = sessions
        interpreter = Interpreter(profile: requester.profile)
    }

    private var profile: Profile { requester.profile }

    /// Polls the next job in turn.
    func poll(due: Int64, _ meter: StageMeter) async {
        guard let job = jobs.nextToPoll(at: clock.now()) else { return meter.isCalledOff() }
        await poll(job, due: due, meter)
    }

    /// Reads the results of the next complete job in turn, or polls where there is none yet.
    func read(due: Int64, _ meter: StageMeter) async {
        guard let job = jobs.nextToRead(at: clock.now()) else { return await poll(due: due, meter) }
        let begun = clock.now()
        let exchange = await ask(.results, job.readURL, token: job.token)
        var sample = sample(.read, exchange, due: due, begun: begun, url: job.readURL)
        if let reply = try? exchange.result.get(), sample.trouble == nil {
            let hash = reply.body.hashValue
            if !job.knowsResults(hash) {
                let parsed = understand(reply, .results, job.readURL)
                let digest = parsed?.state == .complete ? parsed?.digest : nil
                let said = parsed?.state.map { ", but \($0.rawValue)" } ?? ""
                sample.text = jobs.update(job.id) { $0.takeResults(hash: hash, digest: digest) }.flatMap { $0 }
                    .map { digest == nil ? $0 + said : $0 }
                if sample.text != nil { sample.trouble = .results }
            }
        }
        meter.take(sample)
    }

    private func poll(_ job: LoadJob, due: Int64, _ meter: StageMeter) async {
        let begun = clock.now()
        let exchange = await ask(.status, job.pollURL, token: job.token)
        var sample = sample(.poll, exchange, due: due, begun: begun, url: job.pollURL)
        if let reply = try? exchange.result.get(), sample.trouble == nil {
            let hash = reply.body.hashValue
            let (state, otherID) = state(job, reply, hash)
            if let state, state != .notFound {
                let objection = jobs.update(job.id) {
                    $0.take(state, hash: hash, sent: begun, received: sample.received)
                }.flatMap { $0 }
                sample.text = otherID ? "another job's id" : objection
                if sample.text != nil { sample.trouble = .status }
            } else {
                sample.trouble = .notFound
                sample.text = state == nil ? "HTTP \(reply.status) without a state" : "not_found"
            }
        }
        meter.take(sample)
    }

    /// Returns the state that an answer tells, which is parsed only where it is not the last one again.
    private func state(_ job: LoadJob, _ reply: Exchange.Reply, _ hash: Int) -> (JobState?, namesOther: Bool) {
        if let known = job.knownState(of: hash) { return (known, false) }
        let parsed = understand(reply, .status, job.pollURL)
        return (parsed?.state, parsed?.jobID.map { $0 != job.id } ?? false)
    }

    /// Starts a job, and polls it at once: a job that is acknowledged can be found.
    func initiate(due: Int64, _ meter: StageMeter) async {
        guard clock.now() >= turn.holdOff.load(ordering: .relaxed) else { return meter.isCalledOff() }
        let begun = clock.now()
        let session = sessions[turn.user.wrappingAdd(1, ordering: .relaxed).oldValue % sessions.count]
        let body = plan.jobs.bodies[turn.body.wrappingAdd(1, ordering: .relaxed).oldValue % plan.jobs.bodies.count]
        let url = requester.target.url(path: profile.initiate.path, basePath: profile.basePath)
        let exchange = await ask(.initiate, url, token: session.token, body: fresh(body))
        var sample = sample(.initiation, exchange, due: due, begun: begun, url: url)
        guard let reply = try? exchange.result.get(), !sample.isError else { return meter.take(sample) }
        if reply.status == 429 {
            let wait = reply.headers["retry-after"].flatMap(Int64.init).map { min(max($0, 1), 600) } ?? 1
            turn.holdOff.store(clock.now() + wait * 1_000_000_000, ordering: .relaxed)
            return meter.isRefused()
        }
        let parsed = understand(reply, .initiate, url)
        guard profile.initiate.accepts.contains(reply.status), let id = parsed?.jobID else {
            sample.trouble = .initiations
            sample.text = "HTTP \(reply.status) and no job"
            return meter.take(sample)
        }
        meter.take(sample)
        let job = job(id, token: session.token, at: sample.received)
        jobs.add(job)
        if meter.begins() { await poll(job, due: clock.now(), meter) }
    }

    private func job(_ id: String, token: String?, at time: Int64) -> LoadJob {
        func url(_ endpoint: Profile.Endpoint) -> String {
            requester.target.url(path: endpoint.path, basePath: profile.basePath, jobID: id)
        }
        return LoadJob(
            id: id,
            pollURL: url(profile.status),
            readURL: url(profile.results),
            token: token,
            // A request on its way when the time is over may miss the job.
            usableUntil: time + (plan.rates.resultLifetime - plan.requestTimeout).nanoseconds
        )
    }

    private func fresh(_ body: String) -> String {
        profile.offers.contains(.filters) ? body.forcingRefresh(true) : body
    }

    // MARK: - Asking

    private func ask(
        _ operation: Event.Operation,
        _ url: String,
        token: String?,
        body: String? = nil
    ) async -> Exchange {
        var planned = PlannedRequest(operation: operation, token: token, body: body)
        planned.freshConnection = load.freshConnections
        var request = requester.transportRequest(planned, to: url)
        let allowance = BodyAllowance(pool: bodies)
        request.allowance = allowance
        return await requester.transport.exchange(request) { _ in }
    }

    private func understand(_ reply: Exchange.Reply, _ operation: Event.Operation, _ url: String) -> ParsedFields? {
        interpreter.understand(
            body: reply.body,
            status: reply.status,
            operation: operation,
            headers: reply.headers,
            url: url
        )
    }

    /// Returns what can be said of an answer without reading its body.
    private func sample(
        _ kind: StageMeter.Kind,
        _ exchange: Exchange,
        due: Int64,
        begun: Int64,
        url: String
    ) -> StageMeter.Sample {
        var sample = StageMeter.Sample(kind: kind, due: due, begun: begun, received: clock.now(), url: url)
        let trouble: LoadTrouble =
            switch kind {
            case .poll: .notFound
            case .read: .results
            case .initiation: .initiations
            }
        switch exchange.result {
        case .failure(let failure):
            sample.isOwnFault = failure.kind == .harness
            sample.trouble = trouble
            sample.text = failure.message
            sample.isError = true
        case .success(let reply):
            sample.status = reply.status
            sample.worker = interpreter.worker(in: reply.headers).map { ReadingLimits.cut($0, to: ReadingLimits.word) }
            sample.isError = reply.status >= 500
            if reply.status >= 500 || kind == .read && !profile.results.accepts.contains(reply.status) {
                sample.trouble = trouble
                sample.text = "HTTP \(reply.status)"
            }
        }
        return sample
    }
}
