//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory

/// Generates the history of a correct deployment with operator access: bad input, store snapshots, faults, logs.
struct OperatedRun {
    /// The true course of a job: each step is a write of its entry.
    struct Truth {
        var id: String
        var name: String
        var writes: [Double]

        var completed: Double { writes.last ?? 0 }
    }

    static let groups: [RequirementGroup] = [.errors, .latency, .store, .recovery, .observability]

    private var generator: SplitMix64
    private(set) var events: [Event]
    private(set) var samples: [StoreSnapshot] = []
    private(set) var faults: [Fault] = []
    private(set) var logs: [LogRecord] = []
    private var header: History.Header
    /// The time at which the next part begins, in seconds.
    private var now: Double
    private var count = 0

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
        let base = SoundRun(seed: seed).history
        events = base.events
        header = base.header
        now = 2 + (base.events.map { $0.received.seconds }.max() ?? 0)
        addMetrics(at: 0)
        addBadInput()
        addStoredScans()
        addRecovery()
        addMetrics(at: now + 3)
        addBurst(at: now + 5)
        settle()
    }

    var history: History {
        History(
            header: header,
            events: events,
            samples: samples,
            faults: faults,
            logs: logs,
            footer: History.Footer(reason: .finished, durationSeconds: 200)
        )
    }

    private mutating func random(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &generator) }

    private static func instant(_ seconds: Double) -> Instant { Instant(seconds: seconds) }

    private mutating func add(
        _ operation: Event.Operation,
        _ intent: Event.Intent = .course,
        of truth: Truth? = nil,
        user: Event.User = .first,
        at sent: Double,
        took: Double = 0.02,
        _ outcome: Outcome
    ) {
        events.append(
            Event(
                id: 0,
                operation: operation,
                intent: intent,
                job: truth?.name,
                jobID: operation == .initiate ? nil : truth?.id,
                user: user,
                method: operation == .initiate ? "POST" : "GET",
                url: "http://127.0.0.1:8080/\(operation.rawValue)/\(truth?.id ?? "")",
                requestBody: operation == .initiate ? "{}" : nil,
                sent: Self.instant(sent),
                received: Self.instant(sent + took),
                connection: 1,
                reusesConnection: false,
                outcome: outcome
            )
        )
    }

    private mutating func addBadInput() {
        let responses: [(Event.Operation, Event.Intent, [Int])] = [
            (.initiate, .malformedJSON, [400, 422]), (.initiate, .wrongType, [422]),
            (.initiate, .wrongMediaType, [415, 422]), (.initiate, .oversizedBody, [413]),
            (.status, .wrongMethod, [405]),
            (.other, .unknownPath, [404]), (.status, .hostileID, [404, 422]), (.status, .unknownID, [404]),
        ]
        for (operation, intent, statuses) in responses {
            for probe in 0..<4 {
                let status = statuses.randomElement(using: &generator) ?? 400
                let truth = Truth(id: intent == .hostileID ? "*redis*" : "scan_\(probe)f", name: "", writes: [])
                add(operation, intent, of: truth, at: now, .error(status, allow: intent == .wrongMethod))
                now += 0.05
            }
        }
        // A response without information is no evidence of a violation.
        add(.initiate, .malformedJSON, at: now, .error(401))
        add(.initiate, .oversizedBody, at: now + 0.1, .failure(.connectionLost))
        add(
            .initiate,
            .wrongType,
            at: now + 0.2,
            .answered(Response(status: 503, body: "<html>", bodyBytes: 6))
        )
        let truth = start("after-errors", .afterErrors)
        poll(truth, from: truth.writes[0], to: truth.completed + 1)
        for read in 0..<150 { self.read(truth, at: truth.completed + 1.2 + Double(read) * 0.01) }
        now = truth.completed + 4
    }

    /// Initiates a job that takes two to ten seconds.
    private mutating func start(
        _ name: String,
        _ intent: Event.Intent = .course,
        at start: Double? = nil,
        by worker: String? = nil
    ) -> Truth {
        count += 1
        var truth = Truth(id: "scan_\(String(0xabc0000 + count, radix: 16))00", name: name, writes: [])
        let started = start ?? now
        truth.writes = [started + 0.03]
        for _ in 0..<SoundRun.strategies { truth.writes.append(truth.completed + random(0.15...0.7)) }
        let parsed = ParsedFields(state: .initiated, stateWord: "initiated", jobID: truth.id)
        add(
            .initiate,
            intent,
            of: truth,
            at: started,
            took: 0.05,
            .answered(Response(status: 200, worker: worker, parsed: parsed))
        )
        return truth
    }

    private mutating func poll(
        _ truth: Truth,
        from start: Double,
        to end: Double,
        by worker: String? = nil,
        isAway: (Double) -> Bool = { _ in false }
    ) {
        var sent = max(start, truth.writes[0] + 0.03)
        while sent < end {
            let took = random(0.005...0.3)
            let steps = truth.writes.dropFirst().count { $0 <= sent + took / 2 }
            let state: JobState = steps == SoundRun.strategies ? .complete : .scanning
            var found = Exchange.poll(truth.id, at: sent, state, steps, found: 20).outcome
            found.changeResponse { $0.worker = worker }
            add(
                .status,
                truth.name.hasPrefix("recovery-") ? .recovery : .course,
                of: truth,
                at: sent,
                took: took,
                isAway(sent) || isAway(sent + took) ? .error(503) : found
            )
            sent += random(0.02...0.25)
        }
    }

    private mutating func read(_ truth: Truth, at sent: Double) {
        let outcome = Exchange.results(truth.id, at: sent, listed: 20, digest: truth.id).outcome
        add(.results, of: truth, at: sent, took: random(0.01...0.1), outcome)
    }

    private mutating func sample(
        _ truth: Truth,
        _ occasion: StoreSnapshot.Occasion,
        at asked: Double,
        latest: Truth? = nil,
        renewed: Double? = nil,
        isGone: Bool = false
    ) {
        let took = random(0.001...0.1)
        let instant = asked + random(0...took)
        func remaining(_ lifetime: Double, _ truth: Truth) -> Duration {
            let written = max(truth.writes.last { $0 <= instant } ?? asked, lifetime > 300 ? renewed ?? 0 : 0)
            return .milliseconds(Int((lifetime - (instant - written)) * 1000))
        }
        func key(_ role: StoredKey.Role, _ lifetime: Double, _ truth: Truth) -> StoredKey {
            let isThere = role == .entry || !isGone
            let left = isThere ? remaining(lifetime, truth) : nil
            let digest = "\(truth.writes.count { $0 <= instant })"
            return StoredKey(role: role, key: "k:\(role.rawValue)", exists: isThere, remaining: left, digest: digest)
        }
        samples.append(
            StoreSnapshot(
                occasion: occasion,
                job: truth.name,
                jobID: truth.id,
                asked: Self.instant(asked),
                received: Self.instant(asked + took),
                keys: [
                    key(.entry, 300, truth), key(.lookup, 900, truth), key(.index, 900, truth),
                    key(.latestJob, 900, latest ?? truth),
                ]
            )
        )
    }

    /// Two overlapping jobs: the key of the latest job belongs to the second one as soon as it exists.
    private mutating func addStoredScans() {
        let one = start("stored-1")
        let other = start("stored-2", at: one.writes[7] + 0.01)
        for (truth, newer) in [(one, other), (other, nil as Truth?)] {
            poll(truth, from: truth.writes[0], to: truth.completed + 0.5)
            var asked = truth.writes[0] + 0.03
            var occasion = StoreSnapshot.Occasion.initiated
            while asked < truth.completed + 20 {
                sample(truth, occasion, at: asked, latest: newer.flatMap { asked > $0.writes[0] - 0.1 ? $0 : nil })
                asked += random(0.2...0.6)
                occasion = asked > truth.completed ? .ended : .running
            }
        }
        now = other.completed + 25
    }

    private mutating func fault(_ kind: Fault.Kind, _ truth: Truth?, at began: Double) {
        faults.append(
            Fault(
                kind: kind,
                job: truth?.name,
                jobID: truth?.id,
                began: Self.instant(began),
                ended: Self.instant(began + 0.1),
                detail: ""
            )
        )
    }

    private mutating func addRecovery() {
        let lasting: [Fault.Kind: Fault.Kind] = [.stopRedis: .resumeRedis, .pauseWorker: .resumeWorker]
        for kind in [
            Fault.Kind.deleteLookup, .killWorker, .restartRedis, .stopRedis, .pauseWorker, .stopWorker,
        ] {
            let truth = start("recovery-\(kind.rawValue)", .recovery)
            let began = truth.writes[4]
            let ended = truth.writes[9]
            fault(kind, truth, at: began)
            if let ending = lasting[kind] { fault(ending, truth, at: ended) }
            let isOutage = kind == .stopRedis || kind == .restartRedis
            poll(truth, from: truth.writes[0], to: truth.completed + 2) {
                isOutage && $0 > began && $0 < (kind == .stopRedis ? ended + 0.15 : began + 0.2)
            }
            now = truth.completed + 4
        }
        addDeletions()
    }

    /// The lookup keys of complete jobs are deleted: the owner finds the jobs again, among foreign keys; others do
    /// not.
    private mutating func addDeletions() {
        for number in 0..<3 {
            let truth = start("recovery-keys-\(number)", .recovery, by: "w1")
            let began = truth.completed + 2
            poll(truth, from: truth.writes[0], to: began - 0.5, by: "w1")
            if number == 1 { fault(.addForeignKeys, nil, at: began - 0.4) }
            fault(.deleteLookups, truth, at: began)
            if number == 2 {
                for probe in 0..<3 {
                    let sent = began + 0.2 + Double(probe) * 0.1
                    add(.status, .foreignID, of: truth, user: .second, at: sent, .error(404))
                }
                sample(truth, .recovered, at: began + 0.7, isGone: true)
            }
            // Another worker has to search for the job, before one that remembers it may have restored the keys.
            poll(truth, from: began + 1, to: began + 1.01, by: "w2")
            poll(truth, from: began + 1.4, to: began + 3, by: "w1")
            sample(truth, .recovered, at: began + 4, renewed: began + 1.1)
            if number == 1 { fault(.removeForeignKeys, nil, at: began + 5) }
            logs.append(
                LogRecord(
                    message: "Scan cache key resolved via direct result search (fallback)",
                    metadata: ["scan_id": truth.id, "iterations": "\(1 + number)"]
                )
            )
            now = began + 8
        }
        let keys: [(StoredKey.Role, String, Duration?)] = [
            (.entry, "opportunity_scan_result:u:f:1", .seconds(299)), (.queue, "opportunity_scan_queue", nil),
            (.statistics, "opportunity_scan_stats:2026-01-27", .seconds(604_800)), (.unknown, "somebody:else", nil),
        ]
        samples.append(
            StoreSnapshot(
                occasion: .census,
                asked: Self.instant(now),
                received: Self.instant(now + 1),
                keys: keys.map { StoredKey(role: $0.0, key: $0.1, exists: true, remaining: $0.2) }
            )
        )
    }

    private mutating func addMetrics(at start: Double) {
        for look in 0..<6 {
            add(.metrics, .adminToken, user: .admin, at: start + Double(look) * 0.1, .status(200))
        }
    }

    private mutating func addBurst(at start: Double) {
        for number in 0..<35 {
            let id = ParsedFields(state: .initiated, jobID: "scan_burst\(number)")
            let accepted = Outcome.answered(Response(status: 200, parsed: id))
            add(
                .initiate,
                .burst,
                user: .second,
                at: start + Double(number) * 0.05,
                number < 30 ? accepted : .error(429)
            )
        }
    }

    /// Numbers the events, and adds the worker and request id of each response, the logs and the metrics.
    private mutating func settle() {
        events.sort { $0.sent < $1.sent }
        let workers = ["w1", "w2", "w3"]
        var looks = 0
        for position in events.indices {
            events[position].id = position + 1
            guard var response = events[position].outcome.response else { continue }
            let isLook = events[position].operation == .metrics
            let worker = isLook ? workers[looks % 3] : workers.randomElement(using: &generator)
            response.worker = response.worker ?? worker
            looks += isLook ? 1 : 0
            response.headers["x-request-id"] = "request-\(position + 1)"
            events[position].outcome = .answered(response)
            guard events[position].intent == .unknownID, let job = events[position].jobID else { continue }
            logs.append(
                LogRecord(
                    message: "Failed to resolve scan cache key",
                    level: "warning",
                    metadata: ["scan_id": job, "request_id": "request-\(position + 1)"]
                )
            )
        }
        for position in events.indices where events[position].operation == .metrics {
            guard var response = events[position].outcome.response else { continue }
            let served = events.filter {
                $0.received <= events[position].sent && $0.outcome.response?.worker == response.worker
            }
            let lookups = served.count { $0.operation == .status }
            response.body = """
                # TYPE http_requests_total counter
                http_requests_total{route="/a {b} c",status="200"} \(served.count)
                http_requests_total{route="/d",status="404"} 7
                # TYPE scan_lookups_total counter
                scan_lookups_total{method="memory"} \(lookups / 2)
                scan_lookups_total{method="primary"} \(lookups - lookups / 2)
                """
            events[position].outcome = .answered(response)
        }
        header.plan.groups = Self.groups
        header.plan.latency.statusP99 = .seconds(1)
        header.plan.latency.resultsP99 = .seconds(1)
        header.plan.soak.seconds = .seconds(30)
        header.access.hasSecondUser = true
        header.access.hasAdmin = true
        header.access.hasStore = true
        header.access.mayChangeStore = true
        header.access.hasLogs = true
        header.access.faults = Set(Fault.Kind.allCases)
    }
}

extension Outcome {
    /// An error in the format of the contract.
    static func error(_ status: Int, allow: Bool = false) -> Outcome {
        let body = #"{"success":false,"status":"refused","message":"That is not what this call takes."}"#
        return .answered(
            Response(
                status: status,
                headers: allow ? ["allow": "GET"] : status == 429 ? ["retry-after": "12"] : [:],
                body: body,
                bodyBytes: body.utf8.count,
                parsed: ParsedFields(
                    state: status == 404 ? .notFound : nil,
                    message: "That is not what this call takes."
                )
            )
        )
    }
}
