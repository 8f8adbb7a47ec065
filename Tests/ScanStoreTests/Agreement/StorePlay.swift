//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore

/// A sequence of operations on one store, and the answers.
struct StorePlay {
    private let subject: ComparedStore
    private var scans: [ScanRegistration] = []
    private var leases: [ScanAssignment] = []
    /// The leases that live, by the answers.
    private var live: [CacheKey: ScanAssignment] = [:]
    /// The workers that have asked for a scan; nobody else leaves.
    private var workers: Set<WorkerID> = []
    private var time = 0

    /// Plays a sequence on an empty store.
    ///
    /// - Returns: The answer to each operation.
    static func answers(_ operations: [StoreOperation], on subject: ComparedStore) async throws -> [String] {
        try await subject.empty()
        var play = StorePlay(subject: subject)
        var answers: [String] = []
        for operation in operations { answers.append(try await play.answer(to: operation)) }
        return answers
    }

    private init(subject: ComparedStore) {
        self.subject = subject
    }

    private func scan(_ number: Int) -> ScanRegistration? { scans.isEmpty ? nil : scans[number % scans.count] }
    private func lease(_ number: Int) -> ScanAssignment? { leases.isEmpty ? nil : leases[number % leases.count] }
    private static func user(_ number: Int) -> UserID { number == 0 ? .ann : .bob }
    private static func worker(_ number: Int) -> WorkerID { WorkerID("w\(number)") }

    /// The next time, in whole seconds, which every store keeps to the digit.
    private mutating func now() -> Date {
        time += 1
        return Date(timeIntervalSince1970: Double(1_800_000_000 + time))
    }

    private mutating func answer(to operation: StoreOperation) async throws -> String {
        switch operation {
        case .register(let user, let filters, let forces, let hasQuota):
            return try await register(user: user, filters: filters, forces: forces, hasQuota: hasQuota)
        case .next(let worker):
            return try await next(for: Self.worker(worker))
        case .leave(let worker):
            guard workers.contains(Self.worker(worker)) else { return "-" }
            try await subject.queue.leave(Self.worker(worker))
            live = live.filter { $0.value.worker != Self.worker(worker) }
            return "left"
        case .renew(let number), .write(let number), .finish(let number, _), .handBack(let number),
            .endLease(let number):
            guard let lease = lease(number) else { return "-" }
            return try await work(operation, under: lease)
        case .latest(let user):
            return Self.text(try await subject.store.latestScan(of: Self.user(user)))
        case .admit(let subject):
            return try await admit("subject\(subject)")
        case .statistics:
            return try await statistics()
        case .history(let user):
            let history = try await subject.store.history(of: Self.user(user), limit: 3)
            return "\(history.total): \(history.scans.map(Self.text))"
        case .clear(let user):
            live = live.filter { $0.key.user != Self.user(user) }
            return "\(try await subject.store.clear(Self.user(user)))"
        default:
            guard let scan = scan(operation.scan) else { return "-" }
            return try await look(operation, at: scan)
        }
    }

    private mutating func register(user: Int, filters: Int, forces: Bool, hasQuota: Bool) async throws -> String {
        let filters = ScanFilters(symbols: ["F\(filters)"])
        let number = String(scans.count + 1, radix: 16)
        guard let id = ScanID(digits: String(repeating: "0", count: 32 - number.count) + number) else { return "no id" }
        let key = CacheKey(user: Self.user(user), filters: filters, scan: id)
        let registration = ScanRegistration(
            entry: ScanEntry(key: key, filters: filters, strategies: ["one", "two"], at: now()),
            forces: forces,
            quota: hasQuota ? Quota(limit: 2, window: .seconds(3600)) : nil
        )
        scans.append(registration)
        return Self.text(try await subject.store.register(registration))
    }

    private static func text(_ outcome: RegistrationOutcome) -> String {
        switch outcome {
        case .registered: "registered"
        case .held(let summary): "held by \(text(summary))"
        case .limited: "limited"
        }
    }

    /// Takes a scan; a message of a scan that is gone may cost a try.
    private mutating func next(for worker: WorkerID, tries: Int = 4) async throws -> String {
        workers.insert(worker)
        guard let lease = try await subject.queue.next(for: worker, waiting: .milliseconds(1)) else {
            return tries > 1 ? try await next(for: worker, tries: tries - 1) : "nothing"
        }
        leases.append(lease)
        live[lease.key] = lease
        return "\(lease.lease), handed back \(lease.handedBack): \(Self.text(lease.entry.summary))"
    }

    private mutating func work(_ operation: StoreOperation, under lease: ScanAssignment) async throws -> String {
        var entry = lease.entry
        entry.append(run(of: entry.pendingStrategies.first ?? "one"), at: now())
        switch operation {
        case .renew: return "\(try await subject.queue.renew(lease))"
        case .write: return "\(try await subject.queue.write(entry, under: lease))"
        case .finish(_, let fails):
            if fails {
                entry.fail(ScanFailure(code: "test", message: "It failed."), at: now())
            } else {
                entry.complete(at: now())
            }
            let isHeld = try await subject.queue.finish(entry, under: lease)
            if isHeld { live[lease.key] = nil }
            return "\(isHeld)"
        case .handBack:
            try await subject.queue.handBack(lease)
        default:
            try await subject.endLease(lease)
        }
        if live[lease.key]?.lease == lease.lease { live[lease.key] = nil }
        return "done"
    }

    private mutating func look(_ operation: StoreOperation, at scan: ScanRegistration) async throws -> String {
        let key = scan.key
        let store = subject.store
        switch operation {
        case .registerAgain:
            // While somebody works on it, its entry is there.
            return Self.text(try await store.register(scan))
        case .presence:
            return "\(try await store.presence(of: key))"
        case .repair:
            // As the service does: what has lost its entry is registered again.
            guard try await store.entry(at: key) != nil else { return "-" }
            try await store.repair(scan)
        case .withdraw:
            live[key] = nil
            try await store.withdraw(key)
        case .lookup:
            let lookup = try await store.lookup(key.scan)
            return "\(Self.text(lookup.primary)) \(Self.text(lookup.index))"
        case .search(_, let byOwner):
            let user = byOwner ? key.user : Self.user(key.user == .ann ? 1 : 0)
            guard let found = try await store.search(for: key.scan, of: user, within: SearchLimits()).key,
                try await store.entry(at: found) != nil
            else { return "not found" }
            return Self.text(found)
        case .restore:
            try await store.restoreLookups(of: key)
        case .summary:
            return Self.text(try await store.summary(at: key))
        case .entry:
            guard let entry = try await store.entry(at: key) else { return "none" }
            return "\(Self.text(entry.summary)) \(entry.runs.map(\.strategyID)) \(entry.opportunities.count)"
        case .poll:
            return try await poll(key)
        case .results:
            guard case .entry(let entry) = try await store.results(at: key) else { return "none" }
            return Self.text(entry.summary)
        case .lifetimes:
            let left = try await store.lifetimes(of: key.scan, user: key.user).prefix(3)
            return "\(left.map { $0.remaining.map { $0 > .zero } })"
        case .lifecycle:
            return try await lifecycle(of: key)
        case .loseLookup(_, let kind):
            try await subject.loseLookup(key, kind)
        default:
            guard live[key] == nil else { return "-" }
            try await subject.lapse(key)
        }
        return "done"
    }

    private func poll(_ key: CacheKey) async throws -> String {
        guard let poll = try await subject.store.poll(at: key) else { return "none" }
        guard case .summary(let summary) = poll.content else { return "an answer" }
        return "\(Self.text(summary)) \(poll.hasLookups)"
    }

    private func lifecycle(of key: CacheKey) async throws -> String {
        guard let life = try await subject.store.lifecycle(of: key.scan) else { return "none" }
        return """
            \(life.key) \(life.state) \(life.initiated.epochMilliseconds) \(life.started != nil) \(life.finished != nil) \
            \(life.attempts) \(life.handedBack) \(life.lease ?? "-") \(life.lastWrite?.epochMilliseconds ?? 0)
            """
    }

    private func admit(_ name: String) async throws -> String {
        switch try await subject.store.admit(name, quota: Quota(limit: 2, window: .seconds(3600))) {
        case .admitted: "admitted"
        case .refused: "refused"
        }
    }

    private func statistics() async throws -> String {
        let day = try await subject.store.statistics(of: Date().utcDay)
        let latest = day.latest.map { "\($0.scan) \($0.state)" } ?? "none"
        return "\(day.scans) \(day.successes) \(day.errors) \(day.opportunities) \(day.strategies) \(latest)"
    }

    private static func text(_ key: CacheKey?) -> String { key?.description ?? "none" }

    private static func text(_ summary: ScanSummary) -> String {
        "\(summary.key) \(summary.state) \(summary.progress) \(summary.startedAt.epochMilliseconds) \(summary.preview.count)"
    }

    private static func text(_ stored: StoredSummary?) -> String {
        stored.map { "\(text($0.summary)) \($0.hasLookups)" } ?? "none"
    }
}

extension StoreOperation {
    /// The number of the scan that the operation is about.
    fileprivate var scan: Int {
        switch self {
        case .registerAgain(let number), .presence(let number), .repair(let number), .withdraw(let number),
            .lookup(let number), .search(let number, _), .restore(let number), .summary(let number),
            .entry(let number), .poll(let number), .results(let number), .lifetimes(let number),
            .lifecycle(let number), .loseLookup(let number, _), .lapse(let number):
            number
        default: 0
        }
    }
}
