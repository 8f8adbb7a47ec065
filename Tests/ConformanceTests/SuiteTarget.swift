//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import ScanConformanceSuite
import TestSupport

/// What the suite tests: the deployment that `SCAN_TARGET` names, or the reference, started for it.
enum SuiteTarget {
    static let fixture: ConformanceTrait.Fixture = { test in
        if let remote = try Runner.Assignment.fromEnvironment() { return try await test(remote) }
        try await withReference { try await test($0) }
    }

    /// Starts the reference: four workers that share a Redis of their own.
    private static func withReference(_ test: (Runner.Assignment) async throws -> Void) async throws {
        try await withRedisServer { redis in
            let arguments = ["--workers", "4", "--redis", redis.url, "--pace", "0.4", "--log-level", "error"]
            try await withDeployment(arguments: arguments) { deployment in
                var plan = try Plan.load("acceptance")
                // The reference's scans last seconds here, not minutes.
                plan.pollInterval = 0.1
                // Other tests keep both cores busy meanwhile.
                plan.statusP99 = 5
                plan.resultsP99 = 5
                let password = try deployment.password
                try await test(
                    Runner.Assignment(
                        target: Target(deployment.url),
                        profile: .load("opportunity-scan"),
                        plan: plan,
                        first: .password(email: "demo@example.com", password: password),
                        second: .password(email: "second@example.com", password: password),
                        seed: UInt64.random(in: 0...UInt64(UInt32.max))
                    )
                )
            }
        }
    }
}
