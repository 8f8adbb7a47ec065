//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceSuite
import Probe
import ProbeHistory
import ProbeStore
import TestSupport

/// The deployment under test: the one in `SCAN_TARGET`, or the reference, started for the suite.
enum SuiteTarget {
    static let fixture: ConformanceTrait.Fixture = { test in
        if let remote = try Runner.Assignment.fromEnvironment() { return try await test(remote) }
        try await withReference { try await test($0) }
    }

    /// Starts the reference: four workers that share a Redis of their own, with full operator access.
    private static func withReference(_ test: (Runner.Assignment) async throws -> Void) async throws {
        // Jobs that run for longer than a fault takes, and short leases, so that takeovers are quick. OBS-003 looks
        // for requests in the log, so they have to be logged.
        let arguments = ["--workers", "4", "--lease", "3", "--log-level", "debug"] + Deployment.scans(lasting: 3)
        try await withDeploymentAccess(arguments: arguments) { reference in
            var plan = try Plan.load("acceptance")
            // The reference's jobs take seconds here, not minutes.
            plan.jobs.pollInterval = .milliseconds(100)
            // Other tests use both cores at the same time.
            plan.latency.statusP99 = .seconds(5)
            plan.latency.resultsP99 = .seconds(5)
            // The cost of a million keys matters only in an acceptance run; the search works the same with fewer.
            plan.store.foreignKeys = 100_000
            let password = try reference.deployment.password
            func user(_ name: String) -> Credentials { .password(email: "\(name)@example.com", password: password) }
            try await RedisStoreInspector.withInspector(url: reference.redis.url) { store in
                try await test(
                    Runner.Assignment(
                        target: Target(reference.deployment.url),
                        profile: .load("opportunity-scan"),
                        plan: plan,
                        first: user("demo"),
                        second: user("second"),
                        access: OperatorAccess(
                            admin: user("admin"),
                            store: store,
                            mayChangeStore: true,
                            faults: try FaultCommands(reference.commandDefinitions),
                            logs: [try LogFile(reference.deployment.logPath)]
                        ),
                        seed: UInt64.random(in: 0...UInt64(UInt32.max))
                    )
                )
            }
        }
    }
}
