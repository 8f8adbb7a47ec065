//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Requests to a server of public market data: within its weights, again after passing faults, and with a deadline.
struct PublicAPI: Sendable {
    /// How long and how often to try.
    struct Limits: Sendable {
        /// How long one attempt may take, the body included.
        var attempt = Duration.seconds(10)
        /// How long all attempts and the waiting for them may take.
        var total = Duration.seconds(60)
        /// How often to try when the server or the connection fails.
        var attempts = 3
        /// How long to wait before the second attempt; it doubles with each.
        var pause = Duration.milliseconds(250)
        /// How large an answer may be, in bytes.
        var bodyBytes = 64 << 20
    }

    /// What became of a request.
    enum Answer: Sendable {
        /// The body of a success.
        case body([UInt8])
        /// The server knows nothing of what was asked: 400 or 404.
        case unknown
    }

    private let base: String
    private let limits: Limits
    private let clock: MonotonicClock
    private let budget: WeightBudget

    /// The API at a base address without a slash at its end.
    init(base: String, weightPerMinute: Int, limits: Limits, clock: MonotonicClock) {
        self.base = base
        self.limits = limits
        self.clock = clock
        budget = WeightBudget(perMinute: weightPerMinute, clock: clock)
    }

    /// Adopts the limit that the server states.
    func adopt(weightPerMinute: Int) async {
        await budget.adopt(perMinute: weightPerMinute)
    }

    /// Asks.
    ///
    /// - Parameters:
    ///   - path: The path with the query, which holds nothing that needs escaping.
    ///   - weight: What the request weighs.
    /// - Returns: The body, unless the server knows nothing of what was asked.
    /// - Throws: ``MarketDataError`` with one line that says what to do; `CancellationError`.
    func get(_ path: String, weight: Int) async throws -> Answer {
        let deadline = clock.now() + limits.total
        var attempt = 1
        while true {
            try await budget.take(weight, before: deadline)
            let left = deadline - clock.now()
            let trouble: String
            switch try await exchange(path, within: min(limits.attempt, left)) {
            case .failed(let reason): trouble = reason
            case .answered(let reply):
                if let used = reply.usedWeight { await budget.note(used: used) }
                switch reply.status {
                case 200: return .body(reply.body)
                case 400, 404: return .unknown
                case 418, 429:
                    // 418 is what 429 becomes for those who go on asking. Both say how long to be silent.
                    let pause = reply.retryAfter ?? .seconds(reply.status == 418 ? 120 : 10)
                    await budget.hold(for: pause, because: "\(base) asks for a pause (status \(reply.status))")
                    continue
                case 500...599: trouble = "status \(reply.status)"
                default:
                    throw MarketDataError(
                        "\(base)\(path) answers with status \(reply.status): check that the address is one of a server "
                            + "that speaks Binance's public API"
                    )
                }
            }
            guard attempt < limits.attempts, clock.now() < deadline else {
                throw MarketDataError(
                    "\(base) does not answer (\(trouble)): check the address and the network, or try later"
                )
            }
            try await clock.sleep(limits.pause * (1 << (attempt - 1)))
            attempt += 1
        }
    }

    /// Asks for an object that has to be there; an answer that is none says what server it is not.
    func object<Value: Decodable>(_ type: Value.Type, _ path: String, weight: Int) async throws -> Value {
        guard let value = try await objectIfKnown(type, path, weight: weight) else { throw misunderstood(path) }
        return value
    }

    /// Asks for an object; `nil` when the server knows nothing of it.
    func objectIfKnown<Value: Decodable>(_ type: Value.Type, _ path: String, weight: Int) async throws -> Value? {
        switch try await get(path, weight: weight) {
        case .unknown: return nil
        case .body(let bytes):
            do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch { throw misunderstood(path) }
        }
    }

    /// What to say of an answer that is not what the API answers.
    func misunderstood(_ path: String) -> MarketDataError {
        MarketDataError(
            "\(base)\(path) does not answer as Binance's public API does: check that the address is one of such a server"
        )
    }

    private struct Reply: Sendable {
        var status: UInt
        var usedWeight: Int?
        var retryAfter: Duration?
        var body: [UInt8]
    }

    private enum Attempt: Sendable {
        case answered(Reply)
        case failed(String)
    }

    /// One attempt; the client's own deadline ends with the head of an answer, this one with the body.
    private func exchange(_ path: String, within limit: Duration) async throws -> Attempt {
        try await withThrowingTaskGroup(of: Attempt.self) { group in
            group.addTask { try await perform(path) }
            group.addTask {
                try await Task.sleep(for: limit)
                return .failed("no whole answer within \(limit)")
            }
            defer { group.cancelAll() }
            let first = try await group.next() ?? .failed("no answer")
            try Task.checkCancellation()
            return first
        }
    }

    private func perform(_ path: String) async throws -> Attempt {
        do {
            var request = HTTPClientRequest(url: base + path)
            request.headers.add(name: "accept", value: "application/json")
            let response = try await Self.client.execute(request, timeout: .seconds(120))
            let body = try await response.body.collect(upTo: limits.bodyBytes)
            let headers = response.headers
            return .answered(
                Reply(
                    status: response.status.code,
                    usedWeight: headers.first(name: "x-mbx-used-weight-1m").flatMap { Int($0) },
                    retryAfter: headers.first(name: "retry-after").flatMap { Int($0) }
                        .map { .seconds(min(max(1, $0), 7 * 86_400)) },
                    body: Array(body.readableBytesView)
                )
            )
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            return .failed(String(quoting: String(describing: error)))
        }
    }

    /// One for the whole process, which is never closed.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // Whether to try again is decided here.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
