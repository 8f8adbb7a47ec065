//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Hummingbird
import ServiceLifecycle

/// A background service that makes reports, one at a time, and keeps them for a while: lists of prime numbers.
///
/// It stands for any long-running job, in a project that has nothing to do with scans.
actor ReportOffice: Service {
    /// The request body of an order.
    struct Order: Decodable, Sendable {
        /// The last number in the report.
        var upTo: Int?

        private enum CodingKeys: String, CodingKey { case upTo = "up_to" }
    }

    /// The state of an order.
    enum Sight: Equatable {
        case unknown
        case pending
        case ready(csv: String)
    }

    private struct File {
        let csv: String
        let made: ContinuousClock.Instant
    }

    private let retention: Duration
    private var pending: Set<String> = []
    private var files: [String: File] = [:]
    private let orders: AsyncStream<(id: String, upTo: Int)>
    private let inbox: AsyncStream<(id: String, upTo: Int)>.Continuation

    /// Creates an office.
    ///
    /// - Parameter retention: The retention period of a finished report.
    init(retention: Duration = .seconds(3600)) {
        self.retention = retention
        (orders, inbox) = AsyncStream.makeStream()
    }

    /// Accepts an order and returns its id.
    func take(_ order: Order) -> String {
        let id = UUID().uuidString.lowercased()
        pending.insert(id)
        inbox.yield((id, min(max(order.upTo ?? 20_000, 0), 1_000_000)))
        return id
    }

    /// Returns the state of an order.
    func look(for id: String) -> Sight {
        if pending.contains(id) { return .pending }
        guard let file = files[id] else { return .unknown }
        guard file.made.advanced(by: retention) > .now else {
            files[id] = nil
            return .unknown
        }
        return .ready(csv: file.csv)
    }

    /// Runs until the server stops.
    func run() async {
        await cancelWhenGracefulShutdown {
            for await order in self.orders {
                let csv = await Self.report(upTo: order.upTo)
                // A report takes a while on any machine, so that it can be asked for too early.
                try? await Task.sleep(for: .milliseconds(200))
                await self.keep(csv, as: order.id)
            }
        }
    }

    private func keep(_ csv: String, as id: String) {
        pending.remove(id)
        files[id] = File(csv: csv, made: .now)
    }

    @concurrent private static func report(upTo last: Int) async -> String {
        var primes: [Int] = []
        for number in stride(from: 2, through: last, by: 1) {
            if !primes.prefix(while: { $0 * $0 <= number }).contains(where: { number % $0 == 0 }) {
                primes.append(number)
            }
            // Not more often: on a busy machine each turn is waited for.
            if number % 5000 == 0 { await Task.yield() }
        }
        return "prime\n" + primes.map { "\($0)\n" }.joined()
    }
}
