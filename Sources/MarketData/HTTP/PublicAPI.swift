//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// A client of a public market data server, with a weight limit, retries and a deadline.
struct PublicAPI: Sendable {
    /// The timeouts, retries and size limit of requests.
    struct Limits: Sendable {
        /// The timeout of one attempt, the body included.
        var attempt = Duration.seconds(10)
        /// The timeout of all attempts and the pauses between them.
        var total = Duration.seconds(60)
        /// The number of attempts when the server or the connection fails.
        var attempts = 3
        /// The pause before the second attempt; it doubles with each further one.
        var pause = Duration.milliseconds(250)
        /// The greatest size of a response body, in bytes.
        var bodyBytes = 64 << 20
    }

    /// The result of a request.
    enum Answer: Sendable {
        /// The body of a success.
        case body([UInt8])
        /// The server does not know the requested item: status 400 or 404.
        case unknown
    }

    private let base: String
    private let limits: Limits
    private let clock: MonotonicClock
    private let budget: WeightBudget

    /// Makes a client of a base address without a trailing slash.
    init(base: String, weightPerMinute: Int, limits: Limits, clock: MonotonicClock) {
        self.base = base
        self.limits = limits
        self.clock = clock
        budget = WeightBudget(perMinute: weightPerMinute, clock: clock)
    }

    /// Adopts the server's own limit.
    func adopt(weightPerMinute: Int) async {
        await budget.adopt(perMinute: weightPerMinute)
    }

    /// Sends a GET request, with retries.
    ///
    /// - Parameters:
    ///   - path: The path with the query, which needs no escaping.
    ///   - weight: The weight of the request.
    /// - Returns: The body, unless the server does not know the requested item.
    /// - Throws: ``MarketDataError`` with a one-line remedy; `CancellationError`.
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
                    // 429 becomes 418 for clients that do not pause. Both give the pause in `Retry-After`.
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

    /// Fetches a required object; a missing or malformed one means that the server speaks another API.
    func object<Value: Decodable>(_ type: Value.Type, _ path: String, weight: Int) async throws -> Value {
        guard let value = try await objectIfKnown(type, path, weight: weight) else { throw misunderstood(path) }
        return value
    }

    /// Fetches an object; `nil` when the server does not know it.
    func objectIfKnown<Value: Decodable>(_ type: Value.Type, _ path: String, weight: Int) async throws -> Value? {
        switch try await get(path, weight: weight) {
        case .unknown: return nil
        case .body(let bytes):
            do { return try JSONDecoder().decode(type, from: Data(bytes)) } catch { throw misunderstood(path) }
        }
    }

    /// Makes the error of a malformed response.
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

    /// Makes one attempt; the client's own timeout covers only the response head, this one the body too.
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

    /// The client of the whole process, which is never closed.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        // Retries are made in `get`, not by the client.
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
