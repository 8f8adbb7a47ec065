//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
package import Hummingbird
package import NIOPosix
package import ScanCore

/// The whole HTTP API, ready to answer.
///
/// Source: `api.md`.
package struct ScanAPI: Sendable {
    /// What the API is made of.
    package struct Parts: Sendable {
        /// Scans.
        package var service: ScanService
        /// The store, for readiness.
        package var store: any ScanStore
        /// What the store knows for operators.
        package var diagnostics: any ScanDiagnostics
        /// Whether the store is Redis.
        package var usesRedis: Bool
        /// How long a worker's claim on a scan holds.
        package var lease: Duration
        /// The limits that hold across workers.
        package var limiter: any RateLimiter
        /// Who may log in.
        package var users: CurrentUsers
        /// The tokens.
        package var issuer: TokenIssuer
        /// Finds out who asks.
        package var authentication: any Authenticating
        /// How often logging in may be tried.
        package var loginQuotas: LoginQuotas
        /// How many passwords are checked at a time.
        package var passwordChecks: Int
        /// How long a strategy is expected to take, in seconds.
        package var secondsPerStrategy: Double
        /// The name of this worker, which every answer carries.
        package var worker: String
        /// Where long computations run.
        package var threads: NIOThreadPool
        /// The time.
        package var clock: ScanClock
        /// Renders this worker's metrics in Prometheus' text format.
        package var renderMetrics: @Sendable () -> String

        /// Puts the parts together.
        package init(
            service: ScanService,
            store: any ScanStore,
            diagnostics: any ScanDiagnostics,
            usesRedis: Bool,
            lease: Duration,
            limiter: any RateLimiter,
            users: CurrentUsers,
            issuer: TokenIssuer,
            authentication: any Authenticating,
            loginQuotas: LoginQuotas,
            passwordChecks: Int,
            secondsPerStrategy: Double,
            worker: String,
            threads: NIOThreadPool,
            clock: ScanClock,
            renderMetrics: @escaping @Sendable () -> String
        ) {
            self.service = service
            self.store = store
            self.diagnostics = diagnostics
            self.usesRedis = usesRedis
            self.lease = lease
            self.limiter = limiter
            self.users = users
            self.issuer = issuer
            self.authentication = authentication
            self.loginQuotas = loginQuotas
            self.passwordChecks = passwordChecks
            self.secondsPerStrategy = secondsPerStrategy
            self.worker = worker
            self.threads = threads
            self.clock = clock
            self.renderMetrics = renderMetrics
        }
    }

    /// Builds the responder of an API.
    package static func responder(_ parts: Parts) -> some HTTPResponder<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: ErrorAnswers(worker: parts.worker, metrics: RequestMetrics()))
        OperationRoutes(
            store: parts.store,
            authentication: parts.authentication,
            renderMetrics: parts.renderMetrics
        ).add(to: router)
        LoginRoutes(
            users: parts.users,
            issuer: parts.issuer,
            limiter: parts.limiter,
            quotas: parts.loginQuotas,
            checks: PasswordChecks(width: parts.passwordChecks),
            threads: parts.threads
        ).add(to: router.group("api/v1/auth"))
        let opportunities = router.group("api/v1/opportunities")
            .add(middleware: BearerAuthentication(authentication: parts.authentication))
        OpportunityRoutes(
            service: parts.service,
            clock: parts.clock,
            secondsPerStrategy: parts.secondsPerStrategy
        ).add(to: opportunities)
        let diagnostics = router.group("api/v1/scan-diagnostics")
            .add(middleware: BearerAuthentication(authentication: parts.authentication))
            .add(middleware: AdministratorsOnly())
        DiagnosticsRoutes(
            diagnostics: parts.diagnostics,
            service: parts.service,
            usesRedis: parts.usesRedis,
            lease: parts.lease,
            clock: parts.clock
        ).add(to: diagnostics)
        return router.buildResponder()
    }
}
