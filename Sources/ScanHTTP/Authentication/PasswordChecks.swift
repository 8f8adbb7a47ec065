//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The limit on concurrent and waiting password checks, each of which takes much time and memory on purpose.
///
/// If the queue is full, a login is refused at once instead of being kept waiting. The share of each client address is
/// limited, so that a flood of logins from one address leaves places for others.
final class PasswordChecks: Sendable {
    /// The maximum number of waiting checks.
    static let waitingLimit = 8
    /// The maximum number of running and waiting checks for one client address.
    static let perClientLimit = 4

    private struct State {
        var running = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var byClient: [String: Int] = [:]
    }

    private let width: Int
    private let state = Mutex(State())

    /// Creates the limit for a number of concurrent checks, at least one.
    init(width: Int) {
        self.width = max(1, width)
    }

    /// The number of running and waiting checks.
    var pending: Int { state.withLock { $0.running + $0.waiting.count } }

    /// Runs a check as soon as a place is free.
    ///
    /// - Throws: ``APIError``: 429 if the client's share is used up, 503 if the queue is full.
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

    /// Passes the place on to the check that has waited longest.
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
