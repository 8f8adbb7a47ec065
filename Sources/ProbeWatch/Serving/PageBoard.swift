//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeReports
import Synchronization
import Watching

/// The pages as they are served: written after each probe, so that a request costs no more than its bytes.
final class PageBoard: Sendable {
    /// An answer of the server.
    struct Answer: Sendable, Hashable {
        var status = 200
        var type = "text/plain; charset=utf-8"
        /// The policy of a page; absent for plain text.
        var policy: String?
        var body: [UInt8]

        init(status: Int = 200, type: String = "text/plain; charset=utf-8", policy: String? = nil, _ text: String) {
            self.status = status
            self.type = type
            self.policy = policy
            body = Array(text.utf8)
        }
    }

    private struct State {
        var page = Answer(status: 503, "not ready\n")
        var metrics = Answer(status: 503, "not ready\n")
        var lastSign: ContinuousClock.Instant
    }

    /// The longest time without a probe that a healthy watch has.
    private let mostSilence: Duration
    private let state: Mutex<State>

    init(mostSilence: Duration) {
        self.mostSilence = mostSilence
        state = Mutex(State(lastSign: .now))
    }

    /// Shows another state of the watch.
    func show(_ picture: WatchKeeper.Picture) {
        let page = WatchPage(picture.watch, lastFailure: picture.lastFailure, now: Int(Date.now.timeIntervalSince1970))
        let answer = Answer(type: "text/html; charset=utf-8", policy: page.policy, page.render())
        let metrics = Answer(
            type: "text/plain; version=0.0.4; charset=utf-8",
            WatchMetrics(picture.watch).text
        )
        state.withLock { state in
            state.page = answer
            state.metrics = metrics
            if let end = picture.lastEnd { state.lastSign = end }
        }
    }

    /// Returns the answer to a request.
    func answer(to method: String, _ target: String) -> Answer {
        let path = target.prefix { $0 != "?" }
        guard ["GET", "HEAD"].contains(method) else { return Answer(status: 405, "there is nothing to change here\n") }
        switch path {
        case "/": return state.withLock { $0.page }
        case "/metrics": return state.withLock { $0.metrics }
        case "/healthz":
            let silence = ContinuousClock.now - state.withLock { $0.lastSign }
            guard silence <= mostSilence else {
                return Answer(status: 503, "no probe has ended for \(silence.components.seconds) s\n")
            }
            return Answer("ok\n")
        default: return Answer(status: 404, "there are /, /metrics and /healthz\n")
        }
    }
}
