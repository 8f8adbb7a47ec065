//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory
import Synchronization

/// Monitors during a run which of its rates are decided.
///
/// It uses the same code that will judge the history, so a rate that it calls decided is decided in the report. To
/// keep a long run linear, the events are judged again only when their number has grown by a small share.
public final class RateMonitor: Sendable {
    private struct State {
        var events: [Event] = []
        var judged = 0
        var rates: Judgement.Rates
    }

    private let header: History.Header
    private let state: Mutex<State>

    /// Creates a monitor of a run that has not begun.
    ///
    /// - Parameter plan: The plan of the run, with the error probabilities of the rates.
    public init(plan: Plan) {
        header = History.Header(
            tool: "",
            target: "",
            profile: "",
            plan: plan,
            seed: 0,
            startedAt: "",
            access: History.Access(hasSecondUser: false, usesTokens: false)
        )
        state = Mutex(State(rates: Self.rates(header, [])))
    }

    /// Records an event; events come in the order in which requests ended.
    public func record(_ event: Event) {
        guard event.operation != .login else { return }
        state.withLock { $0.events.append(event) }
    }

    /// The rates of the events so far; of many events, the last few may be missing.
    public var rates: Judgement.Rates {
        self.state.withLock { state in
            // The more there are, the less a few tell; and each time all of them are judged.
            let lag = state.judged / (state.judged < 4000 ? 200 : state.judged < 20_000 ? 20 : 4)
            guard state.events.count - state.judged > lag else { return state.rates }
            state.judged = state.events.count
            state.rates = Self.rates(self.header, state.events.inOrder { $0.id < $1.id })
            return state.rates
        }
    }

    /// The operations that need more requests, because their rates are not decided yet.
    ///
    /// Status polls have two rates to decide. Initiations are limited per minute: once another rate has failed they
    /// cannot change the verdict, so the run does not wait for them.
    public var undecided: Set<Event.Operation> {
        let rates = self.rates
        let byOperation: [(Event.Operation, Rate)] = [
            (.status, rates.statusFound), (.status, rates.statusCorrect), (.results, rates.results),
            (.initiate, rates.initiate), (.initiate, rates.firstPolls),
        ]
        let undecided = Set(byOperation.filter { $0.1.decision == .inconclusive }.map(\.0))
        return byOperation.contains { $0.1.decision == .failed } ? undecided.subtracting([.initiate]) : undecided
    }

    private static func rates(_ header: History.Header, _ events: [Event]) -> Judgement.Rates {
        Judgement.Rates(Observations(History(header: header, events: events)).trials)
    }
}
