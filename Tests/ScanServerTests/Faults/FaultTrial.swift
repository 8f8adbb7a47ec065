//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

/// The trial of a server by a fault under load.
enum FaultTrial {
    /// The time for which a scan may be out of reach: generous, since figures are for the table and not for judgement.
    private static let patience = 45.0

    /// The common options: scans long enough to be struck, and a lease that runs out while a test waits.
    static let arguments =
        ["--workers", "3", "--lease", "3", "--scans-per-minute", "10000"] + Deployment.scans(lasting: 3)

    /// Runs a body with three workers on a Redis of their own, which keeps what it has acknowledged.
    static func withWorkers(
        _ options: RedisServer.Options = RedisServer.Options(isAppendOnly: true),
        _ body: (Deployment, RedisServer) async throws -> Void
    ) async throws {
        try await withRedisServer(options) { redis in
            try await AsyncSemaphore.deployments.pass {
                try await withDeployment(arguments: ["--redis", redis.url] + arguments) { deployment in
                    try await body(deployment, redis)
                }
            }
        }
    }

    /// Lets a fault strike under load, and checks that nothing is lost and nobody told of a scan that there is none.
    ///
    /// - Parameters:
    ///   - fault: The fault.
    ///   - deployments: The servers behind the balancer.
    ///   - mayRefuse: A flag that is true if polls may be answered 503.
    ///   - mayBreak: A flag that is true if polls may go unanswered.
    ///   - strike: The fault, from its beginning until it is over.
    /// - Throws: The error of the fault, or an issue if the load does not begin.
    static func of(
        _ fault: Fault,
        _ deployments: Deployment...,
        mayRefuse: Bool = false,
        mayBreak: Bool = false,
        _ strike: () async throws -> Void
    ) async throws {
        let figures = try await FaultLoad.through(deployments, strike)
        try figures.keep(of: fault)
        let log = deployments.map { $0.log.suffix(1500) }.joined(separator: "\n")
        #expect(figures.missing == 0, "\(figures)\n\(log)")
        #expect(figures.lost == 0, "\(figures)\n\(log)")
        #expect(figures.others == [], "\(figures)\n\(log)")
        #expect(figures.begun >= FaultLoad.scans)
        #expect(figures.longestAbsence < patience, "\(figures)\n\(log)")
        if !mayRefuse { #expect(figures.unavailable == 0, "\(figures)\n\(log)") }
        if !mayBreak { #expect(figures.unanswered == 0, "\(figures)\n\(log)") }
    }
}
