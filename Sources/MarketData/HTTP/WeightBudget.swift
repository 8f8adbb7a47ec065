//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A sliding-window rate limiter for the weight of requests to a server.
///
/// Every request has a weight. The sum in any sixty seconds stays within the limit, and so within it in the minutes
/// that the server counts. A pause that the server orders holds for all requests.
actor WeightBudget {
    private let clock: MonotonicClock
    private var limit: Int
    private var spent: [(time: Duration, weight: Int)] = []
    private var held: (until: Duration, reason: String)?

    /// Makes a limiter with a weight limit per minute.
    init(perMinute limit: Int, clock: MonotonicClock) {
        self.limit = limit
        self.clock = clock
    }

    /// Adopts the server's own limit, of which a tenth is left to other clients.
    func adopt(perMinute limit: Int) {
        self.limit = max(1, limit / 10 * 9)
    }

    /// Waits until the limit allows a request, and counts its weight.
    ///
    /// - Throws: ``MarketDataError`` at once when that is after the deadline; `CancellationError`.
    func take(_ weight: Int, before deadline: Duration) async throws {
        while let delay = delay(for: weight) {
            if clock.now() + delay > deadline {
                let reason = held?.reason ?? "the requests of this minute are used up"
                throw MarketDataError(
                    "\(reason): wait \(delay.components.seconds + 1) s, or look at fewer symbols"
                )
            }
            try await clock.sleep(delay)
        }
        spent.append((clock.now(), weight))
    }

    /// Pauses all requests for a time.
    func hold(for pause: Duration, because reason: String) {
        let until = clock.now() + pause
        if let held, held.until >= until { return }
        held = (until, reason)
    }

    /// Adjusts to the weight that the server has counted in this minute, which other clients may share.
    func note(used: Int) {
        if used >= limit { hold(for: .seconds(5), because: "the server has no requests left for this minute") }
    }

    /// Computes the delay before a request; `nil` when it may be sent now.
    private func delay(for weight: Int) -> Duration? {
        let now = clock.now()
        if let held {
            if held.until > now { return held.until - now }
            self.held = nil
        }
        spent.removeAll { $0.time + .seconds(60) <= now }
        var excess = spent.reduce(weight) { $0 + $1.weight } - limit
        // A request that weighs more than the limit is sent alone.
        for (time, weight) in spent where excess > 0 {
            excess -= weight
            if excess <= 0 || time == spent[spent.count - 1].time { return time + .seconds(60) - now }
        }
        return nil
    }
}
