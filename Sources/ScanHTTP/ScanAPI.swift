//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
package import Hummingbird
package import NIOPosix
package import ScanCore

/// The complete HTTP API.
///
/// Source: `Conformance/Contract/api.md#the-scan-api`.
package struct ScanAPI: Sendable {
    /// The dependencies of the API.
    package struct Parts: Sendable {
        /// The scan service.
        package var service: ScanService
        /// The store, for the readiness check.
        package var store: any ScanStore
        /// The store's diagnostics, for operators.
        package var diagnostics: any ScanDiagnostics
        /// A flag that is true if the store is Redis.
        package var usesRedis: Bool
        /// The lease time of a scan: the time after which a worker's claim expires unless renewed.
        package var lease: Duration
        /// The rate limiter shared by all workers.
        package var limiter: any RateLimiter
        /// The users who may log in.
        package var users: CurrentUsers
        /// The issuer of bearer tokens.
        package var issuer: TokenIssuer
        /// The authentication of requests.
        package var authentication: any Authenticating
        /// The rate limits of logins.
        package var loginQuotas: LoginQuotas
        /// The maximum number of concurrent password checks.
        package var passwordChecks: Int
        /// The rendering of the answers to polls and reads.
        package var bodies: AnswerBodies
        /// The name of this worker, sent with each response.
        package var worker: String
        /// The thread pool for long computations.
        package var threads: NIOThreadPool
        /// The clock.
        package var clock: ScanClock
        /// Renders the metrics of this worker in Prometheus text format.
        package var renderMetrics: @Sendable () -> String

        /// Creates the dependencies.
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
            bodies: AnswerBodies,
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
            self.bodies = bodies
            self.worker = worker
            self.threads = threads
            self.clock = clock
            self.renderMetrics = renderMetrics
        }
    }

    /// Returns the responder of the API.
    package static func responder(_ parts: Parts) -> some HTTPResponder<APIContext> {
        router(parts).buildResponder()
    }

    /// Builds the router of an API, whose routes are those of ``APIDescription``.
    package static func router(_ parts: Parts) -> Router<APIContext> {
        let router = Router(context: APIContext.self)
        router.add(middleware: ErrorAnswers(worker: parts.worker, metrics: RequestMetrics()))
        OperationRoutes(
            store: parts.store,
            authentication: parts.authentication,
            renderMetrics: parts.renderMetrics
        ).add(to: router)
        DescriptionRoutes().add(to: router)
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
            bodies: parts.bodies
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
        return router
    }
}
