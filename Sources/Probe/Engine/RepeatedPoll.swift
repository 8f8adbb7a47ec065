//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// The request of one job's polls, which is filled in once as long as nothing changes that it is filled in with.
///
/// Whoever holds it polls with it one request after the other, each planned alike but for its time and its token. It has
/// one request, and ends with the job's polling.
final class RepeatedPoll: Sendable {
    /// A request as it was filled in, of which only the trace differs each time.
    struct Filled: Sendable {
        /// The captured values that were filled in.
        let captured: [String: CapturedValue]
        let token: String?
        let call: RenderedCall
        let request: TransportRequest
    }

    private let last = Mutex<Filled?>(nil)

    /// Returns the request with these values, if it was filled in before.
    func filled(with captured: [String: CapturedValue], token: String?) -> Filled? {
        let filled = last.withLock { $0 }
        guard let filled, filled.token == token, filled.captured == captured else { return nil }
        return filled
    }

    /// Keeps a request.
    func keep(_ filled: Filled) { last.withLock { $0 = filled } }
}
