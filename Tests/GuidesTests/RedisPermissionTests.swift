//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// The permissions of Redis users in the guides, with a server and a prober that have nothing else.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `The Redis permissions in the guides` {
    private static let server = Guide.named("operate-the-reference-server").blocks("acl", below: "Redis")
    private static let prober = Guide.named("probe-a-deployment").blocks("acl", below: "Redis permissions")

    /// The smoke plan with the groups that look into the store.
    private static let plan = """
        name: permissions
        summary: Two scans, with a look into the store and lost lookup keys
        scans: 2
        concurrent_scans: 2
        bodies: ['{"force_refresh":true,"symbols":["BTC/USDT"]}', '{"force_refresh":true,"symbols":["ETH/USDT"]}']
        poll_interval: 0.1
        maximum_polls: 300
        polls_after_completion: 5
        result_reads: 3
        early_result_reads: 1
        fresh_connections: true
        request_timeout: 5
        scan_budget: 60
        run_budget: 120
        isolation_probes: 2
        sample_interval: 0.2
        foreign_keys: 20000
        recovery_polls: 6
        groups: [initiate, status, results, isolation, store, recovery]

        """

    @Test(arguments: [false, true])
    func `are enough`(allowsChanges: Bool) async throws {
        try await check(allowsChanges: allowsChanges, server: 0, prober: allowsChanges ? 1 : 0) { users, body in
            try await withRedisServer(.init(extraArguments: ["--aclfile", users])) { redis in
                try await body(redis.url, [redis])
            }
        }
    }

    @Test(arguments: [false, true])
    func `are enough on a cluster`(allowsChanges: Bool) async throws {
        try await check(allowsChanges: allowsChanges, server: 1, prober: allowsChanges ? 3 : 2) { users, body in
            try await withRedisCluster(extraArguments: ["--aclfile", users]) { cluster in
                try await body(cluster.url, cluster.servers)
            }
        }
    }

    /// Runs the prober against a server on a Redis that knows nothing but the users of the guides.
    private func check(
        allowsChanges: Bool,
        server: Int,
        prober: Int,
        _ withRedis: (_ users: String, _ body: (_ url: String, _ servers: [RedisServer]) async throws -> Void)
            async throws ->
            Void
    ) async throws {
        try await TemporaryFolder.with { folder in
            try #require(Self.server.count == 2 && Self.prober.count == 4)
            let users = Self.server[server] + Self.prober[prober]
            try users.write(to: folder.appending(path: "users.acl"), atomically: true, encoding: .utf8)
            try Self.plan.write(to: folder.appending(path: "plan.yaml"), atomically: true, encoding: .utf8)

            try await withRedis(folder.appending(path: "users.acl").path) { address, servers in
                func url(_ user: String, _ password: String) -> String {
                    address.replacing("://", with: "://\(user):\(password)@", maxReplacements: 1)
                }
                let arguments =
                    ["--workers", "2", "--redis", url("scan-server", "server-password"), "--lease", "3"]
                    + Deployment.scans(lasting: 2)
                try await withDeployment(arguments: arguments) { deployment in
                    let output = try await Executables.run(
                        "scan-probe",
                        [
                            "run", deployment.url, "--plan", folder.appending(path: "plan.yaml").path,
                            "--out", folder.path,
                            "--email", "demo@example.com", "--password-file", deployment.passwordFile,
                            "--second-email", "second@example.com", "--second-password-file", deployment.passwordFile,
                            "--redis", url("scan-probe", "probe-password"),
                        ] + (allowsChanges ? ["--allow-changes"] : []),
                        within: .seconds(150)
                    )
                    let report = try String(contentsOf: folder.appending(path: "report.md"), encoding: .utf8)
                    #expect([0, 2].contains(output.status), "\(report)\n\(output.error)")
                    // Redis logs what it refuses.
                    for server in servers {
                        let refusals = try server.command("ACL", "LOG")
                        #expect(refusals == "*0", "\(refusals)")
                    }
                    let history = try String(contentsOf: folder.appending(path: "history.jsonl"), encoding: .utf8)
                    #expect(history.contains("opportunity_scan_lookup:"), "the store was looked into")
                    #expect(history.contains("NOPERM") == false)
                }
            }
        }
    }
}
