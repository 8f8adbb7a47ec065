//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Probe
import ProbeHistory
import Synchronization

/// A transport to a double in this process, for which no time passes but that which a run waits.
package final class DoubleTransport: Transport {
    /// The address of the double.
    package static let url = "http://127.0.0.1:8080"

    private let double: RunningDouble
    private let connections = Mutex(0)

    package init(_ double: RunningDouble) { self.double = double }

    package func exchange(
        _ request: TransportRequest,
        mark: @escaping @Sendable (TransportMoment) -> Void
    ) async -> Exchange {
        mark(.sent)
        // Other tasks get a turn, as during the time of a real request.
        await Task.yield()
        let number = connections.withLock { number in
            number += 1
            return number
        }
        let fields = request.headers.map { ($0.name.lowercased(), $0.value) }
        let answer = double.answer(
            RunningDouble.Request(
                method: request.method,
                path: String(request.url.dropFirst(Self.url.count)),
                headers: Dictionary(fields) { first, _ in first },
                body: request.body ?? ""
            )
        )
        mark(.received)
        var headers = answer.headers
        if headers["content-type"] == nil, !answer.body.isEmpty { headers["content-type"] = "application/json" }
        return Exchange(
            result: .success(Exchange.Reply(status: answer.status, headers: HeaderFields(headers), body: answer.body)),
            connection: number
        )
    }
}

/// A clock that skips the pauses between requests; longer ones are ends of budgets, which never come.
package enum SkippingClock {
    private static let longestPause = Duration.seconds(2)

    package static func make() -> RunClock {
        let time = Mutex(Instant.start)
        return RunClock(
            startedAt: "2026-01-01T00:00:00.000Z",
            // Each look takes a little time, so that nothing happens at once.
            now: {
                time.withLock { now in
                    now += .microseconds(1)
                    return now
                }
            },
            sleep: { until in
                try Task.checkCancellation()
                guard until - time.withLock({ $0 }) <= longestPause else {
                    // Until the run is over, which cancels it.
                    return try await Task.sleep(for: .seconds(3600))
                }
                await Task.yield()
                time.withLock { $0 = max($0, until) }
            }
        )
    }
}
