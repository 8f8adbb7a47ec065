//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import TestSupport
import Testing

/// A Redis cluster whose nodes fail and whose slots move, under load.
@Suite(.timeLimit(.minutes(10))) struct `Faults of a cluster` {
    @Test func `a killed master is replaced, and no scan is lost that its replica had confirmed`() async throws {
        try await withClusteredWorkers(hasReplicas: true, ["--durability", "replica"]) { deployment, cluster in
            try await FaultTrial.of(.nodeFailedOver, deployment, mayRefuse: true) {
                let (master, _) = try #require(try Self.home(in: cluster))
                let place = try #require(cluster.masters.firstIndex { $0 === master })
                await master.kill()
                let hasTakenOver = try await eventually {
                    try cluster.replicas[place].command("ROLE").contains("master")
                }
                #expect(hasTakenOver)
                // Another copy, or the next scans would wait for a confirmation for ever.
                try await master.start()
                #expect(try await eventually { try cluster.replicas[place].connectedReplicas == 1 })
            }
        }
    }

    @Test func `a slot moves with its scans`() async throws {
        try await withClusteredWorkers(hasReplicas: false) { deployment, cluster in
            try await FaultTrial.of(.slotMoved, deployment, mayRefuse: true) {
                let (source, slot) = try #require(try Self.home(in: cluster))
                let target = try #require(cluster.masters.first { $0 !== source })
                try cluster.beginMoving(slot, from: source, to: target)
                try cluster.finishMoving(slot, from: source, to: target)
            }
        }
    }

    /// The master that has the user's keys, and their slot.
    private static func home(in cluster: RedisClusterServers) throws -> (RedisServer, Int)? {
        for master in cluster.masters {
            let keys = try master.command("KEYS", "*opportunity_user_latest_scan:demo").split(
                whereSeparator: \.isNewline
            )
            guard let key = keys.first(where: { $0.contains("demo") }) else { continue }
            let slot = try master.command("CLUSTER", "KEYSLOT", String(key))
            return Int(slot.dropFirst()).map { (master, $0) }
        }
        return nil
    }

    private func withClusteredWorkers(
        hasReplicas: Bool,
        _ options: [String] = [],
        _ body: (Deployment, RedisClusterServers) async throws -> Void
    ) async throws {
        try await withRedisCluster(hasReplicas: hasReplicas) { cluster in
            try await AsyncSemaphore.deployments.pass {
                let arguments = ["--redis", cluster.url, "--partitions", "8"] + FaultTrial.arguments + options
                try await withDeployment(arguments: arguments) { deployment in
                    try await body(deployment, cluster)
                }
            }
        }
    }
}
