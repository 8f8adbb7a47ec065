//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization
import TestSupport
import Testing

/// Twenty scans at once, polled all the time and over all addresses in turn, with further ones begun while a fault lasts.
final class FaultLoad: Sendable {
    /// The number of scans that are there when a fault strikes.
    static let scans = 20
    /// The time between two polls of a scan.
    private static let interval = Duration.milliseconds(150)
    /// The time between two further scans.
    private static let initiationInterval = Duration.milliseconds(400)
    /// The timeout of a request.
    private static let timeout = TimeAmount.seconds(4)

    private struct State {
        var figures = FaultFigures()
        var turn = 0
        /// The addresses that the balancer has found to be dead.
        var dead: Set<Int> = []
        var underWay = 0
        var isOver = false
    }

    private let clients: [APIClient]
    private let state = Mutex(State())
    private let deadline: ContinuousClock.Instant

    private init(_ clients: [APIClient], within patience: Duration) {
        self.clients = clients
        deadline = .now + patience
    }

    /// Runs a fault under load, and returns what clients saw until every scan was complete.
    ///
    /// - Parameters:
    ///   - deployments: The servers behind the balancer.
    ///   - patience: The time after which scans that have not ended are lost.
    ///   - strike: The fault, from its beginning until it is over.
    /// - Returns: The figures.
    /// - Throws: The error of the fault, or an issue if the load does not begin.
    static func through(
        _ deployments: [Deployment],
        within patience: Duration = .seconds(150),
        _ strike: () async throws -> Void
    ) async throws -> FaultFigures {
        var configuration = HTTPClient.Configuration()
        // No poll waits for another one, nor is a connection that was refused tried again behind its back.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 100
        configuration.connectionPool.retryConnectionEstablishment = false
        let http = HTTPClient(configuration: configuration)
        do {
            var clients: [APIClient] = []
            for deployment in deployments {
                var client = try await APIClient.logIn(at: deployment)
                client.http = http
                clients.append(client)
            }
            let load = FaultLoad(clients, within: patience)
            try await load.run(strike)
            try await http.shutdown()
            return load.figures
        } catch {
            try? await http.shutdown()
            throw error
        }
    }

    private func run(_ strike: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.scans { group.addTask { try await self.follow(number) } }
            let isUnderWay = try await eventually { state.withLock { $0.underWay == Self.scans } }
            try #require(isUnderWay, "the scans did not begin: \(figures)")
            group.addTask { try await self.beginMore() }
            try await strike()
            state.withLock { $0.isOver = true }
            try await group.waitForAll()
        }
    }

    private var figures: FaultFigures { state.withLock { $0.figures } }
    private var isOver: Bool { state.withLock { $0.isOver } }
    private var hasTime: Bool { ContinuousClock.now < deadline }

    /// Sends a request to the next address that is not known to be dead.
    ///
    /// - Returns: The answer; `nil` if there was none, which makes the address dead if there is another one.
    private func send(_ method: HTTPMethod, _ path: String, body: String? = nil) async -> APIAnswer? {
        let place = state.withLock { state in
            repeat { state.turn = (state.turn + 1) % clients.count } while state.dead.contains(state.turn)
            return state.turn
        }
        let answer = try? await clients[place].send(method, path, body: body, timeout: Self.timeout)
        if answer == nil {
            state.withLock { if $0.dead.count + 1 < clients.count { $0.dead.insert(place) } }
        }
        return answer
    }

    /// Begins further scans until the fault is over, and follows those that were accepted.
    private func beginMore() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            var number = Self.scans
            while !isOver {
                group.addTask { [number] in try await self.follow(number) }
                number += 1
                try await Task.sleep(for: Self.initiationInterval)
            }
            try await group.waitForAll()
        }
    }

    /// Begins a scan, polls it until it is complete and the fault is over, and reads its results.
    private func follow(_ number: Int) async throws {
        guard let scan = try await begin(number) else { return }
        state.withLock { $0.figures.begun += 1 }
        var completed = 0
        var absence: ContinuousClock.Instant?
        var isKnown = false
        while hasTime {
            let start = ContinuousClock.now
            let answer = await send(.GET, Self.path("status", scan))
            let isFound = note(answer, after: ContinuousClock.now - start)
            if isFound, let answer {
                if !isKnown { state.withLock { $0.underWay += 1 } }
                isKnown = true
                if let begin = absence { noteAbsence(ContinuousClock.now - begin) }
                absence = nil
                #expect((answer.completed ?? 0) >= completed, "progress of \(scan) went back")
                completed = max(completed, answer.completed ?? 0)
                if answer.state == "complete", isOver { return try await read(scan) }
            } else {
                absence = absence ?? start
            }
            if answer?.state == "not_found" { break }
            try await Task.sleep(for: Self.interval)
        }
        state.withLock { $0.figures.lost += 1 }
    }

    /// Tries until a scan is accepted, as a client would that is told to come again; gives up when the fault is over.
    private func begin(_ number: Int) async throws -> String? {
        let path = "/api/v1/opportunities/discover"
        let body = #"{"symbols":["BTC/USDT"],"min_profit_potential":\#(number)}"#
        while hasTime {
            if let answer = await send(.POST, path, body: body) {
                if let scan = answer.scanID { return scan }
                if answer.status != 503 { note(other: "\(answer.status) to an initiation") }
            }
            try await Task.sleep(for: Self.interval)
        }
        return nil
    }

    private func read(_ scan: String) async throws {
        while hasTime {
            let answer = await send(.GET, Self.path("results", scan))
            if answer?.status == 200 { return }
            if let answer, answer.status != 503 { note(other: "\(answer.status) to a read of results") }
            if answer?.status == 404 { break }
            try await Task.sleep(for: Self.interval)
        }
        state.withLock { $0.figures.lost += 1 }
    }

    private static func path(_ call: String, _ scan: String) -> String { "/api/v1/opportunities/\(call)/\(scan)" }

    // MARK: - Figures

    /// Notes the answer to a poll, and returns true if it found the scan.
    private func note(_ answer: APIAnswer?, after time: Duration) -> Bool {
        state.withLock { state in
            guard let answer else {
                state.figures.unanswered += 1
                return false
            }
            state.figures.slowestAnswer = max(state.figures.slowestAnswer, time / .seconds(1))
            switch (answer.status, answer.state) {
            case (200, "scanning"), (200, "complete"): state.figures.found += 1
            case (503, _): state.figures.unavailable += 1
            case (_, "not_found"): state.figures.missing += 1
            default: state.figures.others.append("\(answer.status) \(answer.state ?? "")")
            }
            return answer.status == 200 && answer.state != "not_found"
        }
    }

    private func note(other: String) { state.withLock { $0.figures.others.append(other) } }

    private func noteAbsence(_ time: Duration) {
        state.withLock { $0.figures.longestAbsence = max($0.figures.longestAbsence, time / .seconds(1)) }
    }
}
