//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hummingbird
package import Logging
package import MarketData
package import MarketModel
package import ScanCore
package import ScanHTTP

/// Where a behaviour of the server can be exchanged, from outside and without a switch in it.
///
/// The reference uses every part as it is. A mutant of the conformance suite wraps one of them.
package struct ServerSeams: Sendable {
    /// Changes the configuration of a worker before it is put together.
    package var configuration: @Sendable (inout ServerConfiguration) -> Void
    /// Wraps the log.
    package var logger: @Sendable (Logger) -> Logger
    /// Wraps the store that requests are answered from.
    package var store: @Sendable (any ScanStore) -> any ScanStore
    /// Wraps the resolver that finds scans in the store.
    package var resolver: @Sendable (any ScanResolving, any ScanStore) -> any ScanResolving
    /// Wraps the queue that scans are taken from and written through.
    package var queue: @Sendable (any ScanQueue) -> any ScanQueue
    /// Wraps the source of the candles.
    package var market: @Sendable (any MarketSource) -> any MarketSource
    /// Makes the ids of new scans.
    package var makeID: @Sendable () -> ScanID
    /// Wraps what finds out who asks.
    package var authentication: @Sendable (any Authenticating, any ScanStore) -> any Authenticating
    /// Middlewares around the whole API, the first one outermost: they see each request before it is routed.
    package var answers: [any RouterMiddleware<APIContext>]

    /// Creates seams; by default nothing is exchanged.
    package init(
        configuration: @escaping @Sendable (inout ServerConfiguration) -> Void = { _ in },
        logger: @escaping @Sendable (Logger) -> Logger = { $0 },
        store: @escaping @Sendable (any ScanStore) -> any ScanStore = { $0 },
        resolver: @escaping @Sendable (any ScanResolving, any ScanStore) -> any ScanResolving = { right, _ in right },
        queue: @escaping @Sendable (any ScanQueue) -> any ScanQueue = { $0 },
        market: @escaping @Sendable (any MarketSource) -> any MarketSource = { $0 },
        makeID: @escaping @Sendable () -> ScanID = ServerSeams.randomID,
        authentication: @escaping @Sendable (any Authenticating, any ScanStore) -> any Authenticating = { right, _ in
            right
        },
        answers: [any RouterMiddleware<APIContext>] = []
    ) {
        self.configuration = configuration
        self.logger = logger
        self.store = store
        self.resolver = resolver
        self.queue = queue
        self.market = market
        self.makeID = makeID
        self.authentication = authentication
        self.answers = answers
    }

    /// An id of 128 random bits.
    package static let randomID: @Sendable () -> ScanID = {
        var generator = SystemRandomNumberGenerator()
        return ScanID(using: &generator)
    }

    /// The reference.
    package static let reference = ServerSeams()
}
