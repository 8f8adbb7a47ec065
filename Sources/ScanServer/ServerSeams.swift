//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hummingbird
package import MarketData
package import ScanCore
package import ScanHTTP

/// Where a behaviour of the server can be exchanged, from outside and without a switch in it.
///
/// The reference uses every part as it is. A mutant of the conformance suite wraps one of them.
package struct ServerSeams: Sendable {
    /// Wraps the store that requests are answered from.
    package var store: @Sendable (any ScanStore) -> any ScanStore
    /// Wraps the resolver that finds scans in the store.
    package var resolver: @Sendable (any ScanResolving, any ScanStore) -> any ScanResolving
    /// Wraps the queue that scans are taken from and written through.
    package var queue: @Sendable (any ScanQueue) -> any ScanQueue
    /// Wraps the source of the candles.
    package var market: @Sendable (any MarketSource) -> any MarketSource
    /// Middlewares around the whole API, the first one outermost: they see each request before it is routed.
    package var answers: [any RouterMiddleware<APIContext>]

    /// Creates seams; by default nothing is exchanged.
    package init(
        store: @escaping @Sendable (any ScanStore) -> any ScanStore = { $0 },
        resolver: @escaping @Sendable (any ScanResolving, any ScanStore) -> any ScanResolving = { right, _ in right },
        queue: @escaping @Sendable (any ScanQueue) -> any ScanQueue = { $0 },
        market: @escaping @Sendable (any MarketSource) -> any MarketSource = { $0 },
        answers: [any RouterMiddleware<APIContext>] = []
    ) {
        self.store = store
        self.resolver = resolver
        self.queue = queue
        self.market = market
        self.answers = answers
    }

    /// The reference.
    package static let reference = ServerSeams()
}
