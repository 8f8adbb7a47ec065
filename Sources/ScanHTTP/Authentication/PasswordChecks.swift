//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// Lets few passwords be checked at a time and few more wait, since each check takes long and much memory on purpose.
///
/// Whoever finds the queue full is told to come back instead of being kept; and no client address has more than its
/// share of the places, so that a flood from one address leaves some to the others.
final class PasswordChecks: Sendable {
    /// How many checks may wait for their turn.
    static let waitingLimit = 8
    /// How many checks of one client address may run or wait.
    static let perClientLimit = 4

    private struct State {
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var byClient: [String: Int] = [:]
    }

    private let width: Int
    private let state = Mutex(State())

    /// Lets so many checks run at a time.
    init(width: Int) {
        self.width = max(1, width)
    }

    /// How many checks run or wait.
    var pending: Int { state.withLock { $0.running + $0.waiting.count } }

    /// Runs a check when it is its turn.
    ///
    /// - Throws: ``APIError``: 429 when the client has its share already, 503 when the queue is full.
    func pass<Result>(from client: String, _ check: () async throws -> Result) async throws -> Result {
        try reserve(for: client)
        await enter()
        defer { leave(client) }
        return try await check()
    }

    private func reserve(for client: String) throws(APIError) {
        let refusal = state.withLock { state -> APIError? in
            let own = state.byClient[client, default: 0]
            let all = state.byClient.values.reduce(0, +)
            if own >= Self.perClientLimit { return .tooMany(retryAfter: .seconds(1)) }
            if all >= width + Self.waitingLimit { return .loginsBusy }
            state.byClient[client] = own + 1
            return nil
        }
        if let refusal { throw refusal }
    }

    private func enter() async {
        await withCheckedContinuation { continuation in
            let isNext = state.withLock { state in
                guard state.running < width else {
                    state.waiting.append(continuation)
                    return false
                }
                state.running += 1
                return true
            }
            if isNext { continuation.resume() }
        }
    }

    /// Hands the place over to whoever waits longest.
    private func leave(_ client: String) {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            let rest = state.byClient[client, default: 1] - 1
            state.byClient[client] = rest > 0 ? rest : nil
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.running -= 1
            return nil
        }
        next?.resume()
    }
}
