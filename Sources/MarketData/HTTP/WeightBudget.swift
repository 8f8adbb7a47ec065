//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Keeps the requests to a server within the weight that it allows each minute.
///
/// Every request has a weight. What was used in any sixty seconds stays within the limit, so that it does so too in the
/// minutes that the server counts. A pause that the server orders holds for all requests.
actor WeightBudget {
    private let clock: MonotonicClock
    private var limit: Int
    private var spent: [(time: Duration, weight: Int)] = []
    private var held: (until: Duration, reason: String)?

    /// Allows a weight for each minute.
    init(perMinute limit: Int, clock: MonotonicClock) {
        self.limit = limit
        self.clock = clock
    }

    /// Adopts the server's own limit, of which a tenth is left to others.
    func adopt(perMinute limit: Int) {
        self.limit = max(1, limit / 10 * 9)
    }

    /// Waits until there is weight for a request, and uses it.
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

    /// Stops all requests for a time.
    func hold(for pause: Duration, because reason: String) {
        let until = clock.now() + pause
        if let held, held.until >= until { return }
        held = (until, reason)
    }

    /// Learns what the server has counted in this minute; others may use the same budget.
    func note(used: Int) {
        if used >= limit { hold(for: .seconds(5), because: "the server has no requests left for this minute") }
    }

    /// How long to wait; `nil` when there is weight now.
    private func delay(for weight: Int) -> Duration? {
        let now = clock.now()
        if let held {
            if held.until > now { return held.until - now }
            self.held = nil
        }
        spent.removeAll { $0.time + .seconds(60) <= now }
        var excess = spent.reduce(weight) { $0 + $1.weight } - limit
        // A request that weighs more than the limit goes out alone.
        for (time, weight) in spent where excess > 0 {
            excess -= weight
            if excess <= 0 || time == spent[spent.count - 1].time { return time + .seconds(60) - now }
        }
        return nil
    }
}
