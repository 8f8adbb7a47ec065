//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hummingbird
package import Logging
import MarketData
package import MarketModel
package import ScanCore
package import ScanHTTP

/// Extension points that replace parts of the server, without a switch in the server itself.
///
/// The reference server replaces none. A mutant of the conformance suite wraps one of them.
package struct ServerSeams: Sendable {
    /// Changes the configuration of a worker before the worker is built.
    package var configuration: @Sendable (inout ServerConfiguration) -> Void
    /// Wraps the logger.
    package var logger: @Sendable (Logger) -> Logger
    /// Wraps the store that requests are served from.
    package var store: @Sendable (any ScanStore) -> any ScanStore
    /// Wraps the resolver, which looks up scans in the store.
    package var resolver: @Sendable (any ScanResolving, any ScanStore) -> any ScanResolving
    /// Wraps the queue, which workers take scans from and write through.
    package var queue: @Sendable (any ScanQueue) -> any ScanQueue
    /// Wraps the market, the source of candles.
    package var market: @Sendable (any MarketSource) -> any MarketSource
    /// Generates the ids of new scans.
    package var makeID: @Sendable () -> ScanID
    /// Wraps the authentication of requests.
    package var authentication: @Sendable (any Authenticating, any ScanStore) -> any Authenticating
    /// The middlewares around the whole API, the first one outermost; they see each request before routing.
    package var answers: [any RouterMiddleware<APIContext>]

    /// Creates extension points; by default they replace nothing.
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

    /// Generates an id of 128 random bits.
    package static let randomID: @Sendable () -> ScanID = {
        var generator = SystemRandomNumberGenerator()
        return ScanID(using: &generator)
    }

    /// The extension points of the reference server, which replace nothing.
    package static let reference = ServerSeams()
}
