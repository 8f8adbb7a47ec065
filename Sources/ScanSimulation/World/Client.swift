//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore

/// A client: it starts scans, polls them to their end and reads their results, as the schedule says.
struct Client: Sendable {
    /// The number of the client.
    let number: Int
    let world: World
    let nodes: [Node]
    let ledger: Ledger

    /// The strategy that kills the process that runs it.
    static let poison = "poison"

    /// Returns the other strategies of a schedule.
    static func strategies(_ schedule: Schedule) -> [String] { (1...schedule.strategies).map { "s\($0)" } }

    /// The timeout of a request.
    private static let patience = Duration.seconds(5)
    /// The number of polls after which a client gives up; the end of the simulation asks once more.
    private static let polls = 12

    /// Makes all visits, one after the other.
    func run() async throws {
        for visit in world.schedule.visits where visit.client == number { try await make(visit) }
    }

    private func make(_ visit: Schedule.Visit) async throws {
        try await world.scheduler.sleep(for: visit.pause)
        guard let key = try await start(visit) else { return }
        for _ in 0..<Self.polls {
            let state = await poll(key)
            if visit.isPeekedAt { await peek(at: key) }
            if state?.isFinal == true { break }
            try await world.scheduler.sleep(for: visit.interval)
        }
        await read(key)
    }

    private func start(_ visit: Schedule.Visit) async throws -> CacheKey? {
        guard let user = UserID("user\(visit.user)") else { return nil }
        let poisons = visit.isPoisoned ? [Self.poison] : []
        let filters = ScanFilters(
            symbols: ["F\(visit.filters)"],
            strategyIDs: Self.strategies(world.schedule) + poisons,
            includesRecommendations: false
        )
        for _ in 0..<4 {
            let answer = await ask("initiate F\(visit.filters)\(visit.forces ? " by force" : "")") {
                service async throws(StoreError) -> Initiation in
                try await service.initiate(filters, forces: visit.forces, for: user)
            }
            switch answer {
            case .success(.started(let summary)):
                world.audit.handedOut(summary, to: user, filters: filters)
                ledger.add(summary.key)
                return summary.key
            case .success(.joined(let summary)):
                world.audit.handedOut(summary, to: user, filters: filters)
                ledger.add(summary.key)
                return summary.key
            case .success(.limited):
                return nil
            case .failure:
                try await world.scheduler.sleep(for: .milliseconds(300))
            }
        }
        return nil
    }

    /// Polls a scan.
    ///
    /// - Returns: Its state; `nil` if nobody answered.
    @discardableResult
    func poll(_ key: CacheKey) async -> ScanState? {
        let before = world.audit.beforePoll(of: key, now: world.machine.now)
        let answer = await ask("poll \(key.scan.short)") { service async throws(StoreError) -> ScanAnswer? in
            try await service.status(of: key.scan, for: key.user)
        }
        guard case .success(let status) = answer else { return nil }
        world.audit.polled(key, status, since: before, now: world.machine.now)
        return status?.state
    }

    /// Reads the results of a scan.
    func read(_ key: CacheKey) async {
        let before = world.audit.beforePoll(of: key, now: world.machine.now)
        let answer = await ask("results of \(key.scan.short)") { service async throws(StoreError) -> ResultsReading? in
            try await service.results(of: key.scan, for: key.user)
        }
        guard case .success(let results) = answer else { return }
        world.audit.read(key, results, since: before, now: world.machine.now)
    }

    /// Polls a scan as somebody else.
    private func peek(at key: CacheKey) async {
        guard let stranger = UserID("stranger") else { return }
        let answer = await ask("peek at \(key.scan.short)") { service async throws(StoreError) -> ScanAnswer? in
            try await service.status(of: key.scan, for: stranger)
        }
        if case .success(.some) = answer { world.audit.leaked(key) }
    }

    /// Asks a node that is drawn anew for each request, as a balancer would.
    private func ask<Value: Sendable>(
        _ text: @autoclosure () -> String,
        _ question: @escaping @Sendable (ScanService) async throws(StoreError) -> Value
    ) async -> Result<Value, StoreError> {
        let passage = world.network.passage()
        let node = world.draws.number(.destination, passage.number, below: nodes.count)
        world.trace.note("c\(number) → n\(node + 1)  #\(passage.number) \(text())")
        let promise = Promise<Value, StoreError>(cancelled: StoreError(.unavailable, "the client has gone"))
        let timer = world.scheduler.after(Self.patience) {
            promise.settle(.failure(StoreError(.unavailable, "no answer in time")))
        }
        for delivery in passage.deliveries {
            world.scheduler.after(delivery) { [world, nodes] in
                nodes[node].ask(question) { result in
                    guard let reply = passage.reply else { return }
                    world.scheduler.after(reply) { promise.settle(result) }
                }
            }
        }
        let result = await promise.result()
        world.scheduler.cancel(timer)
        world.trace.note("c\(number) ← n\(node + 1)  #\(passage.number) \(Self.text(of: result))")
        return result
    }

    private static func text<Value>(of result: Result<Value, StoreError>) -> String {
        switch result {
        case .success(let answer as ScanAnswer?):
            answer.map { "\($0.state.rawValue) \(SimulatedAnswers.completed(in: $0))" } ?? "not found"
        case .success(let initiation as Initiation):
            switch initiation {
            case .started(let summary): "started \(summary.key.scan.short)"
            case .joined(let summary): "joined \(summary.text)"
            case .limited: "limited"
            }
        case .success: "answered"
        case .failure(let error): "\(error)"
        }
    }
}
