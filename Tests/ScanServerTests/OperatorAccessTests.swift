//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import TestSupport
import Testing

/// The prober's use of operator access, on real workers and a real Redis: samples, deletions and commands.
@Suite(.serialized, .timeLimit(.minutes(10))) struct `An operator's access` {
    private static let plan = """
        name: access
        summary: One scan, and every fault
        scans: 1
        concurrent_scans: 1
        bodies: ['{"force_refresh":true}']
        poll_interval: 0.1
        maximum_polls: 300
        polls_after_completion: 2
        result_reads: 1
        early_result_reads: 0
        fresh_connections: true
        request_timeout: 5
        scan_budget: 60
        run_budget: 180
        isolation_probes: 2
        sample_interval: 0.2
        foreign_keys: 20000
        recovery_polls: 6
        groups: [status, isolation, store, recovery, observability]

        """

    @Test(.temporaryFolder) func `gives samples, faults and log records, and leaves nothing of the prober's behind`()
        async throws
    {
        let folder = try TemporaryFolder.url
        let planFile = folder.appendingPathComponent("plan.yaml")
        try Self.plan.write(to: planFile, atomically: true, encoding: .utf8)
        try await withRedisServer(RedisServer.Options(isAppendOnly: true)) { redis in
            let arguments = ["--workers", "3", "--redis", redis.url, "--lease", "3"] + Deployment.scans(lasting: 2)
            let redisPID = try #require(await redis.pid)
            try await withDeployment(arguments: arguments) { deployment in
                let workers = deployment.workers
                try #require(workers.count == 3)
                let commands = [
                    "kill_worker=kill -KILL \(workers[0])", "stop_worker=kill -TERM \(workers[1])",
                    "pause_worker=kill -STOP \(workers[2])", "resume_worker=kill -CONT \(workers[2])",
                    "stop_redis=kill -STOP \(redisPID)", "resume_redis=kill -CONT \(redisPID)",
                    #"restart_redis=echo "$SCAN_PROBE_SCAN $SCAN_PROBE_FAULT"; exit 3"#,
                ]
                let output = try await Executables.run(
                    "scan-probe",
                    [
                        "run", deployment.url, "--plan", planFile.path, "--out", folder.path,
                        "--email", "demo@example.com", "--password-file", deployment.passwordFile,
                        "--second-email", "second@example.com", "--second-password-file", deployment.passwordFile,
                        "--admin-email", "admin@example.com", "--admin-password-file", deployment.passwordFile,
                        "--redis", redis.url, "--allow-changes", "--log-file", deployment.logPath,
                    ] + commands.flatMap { ["--fault-command", $0] },
                    within: .seconds(200)
                )
                let file = folder.appendingPathComponent("history.jsonl")
                let history = try HistoryReader().read(file: file)
                #expect(history.footer?.reason == .finished, "\(output.error)")
                expectAccess(history)
                expectSamples(history)
                expectFaults(history)
                // Which worker finds a job by searching is up to chance; unknown ids are searched for by every one.
                #expect(
                    history.logs.contains {
                        $0.message == "Failed to resolve scan cache key" && $0.metadata["iterations"] != nil
                    }
                )
                #expect(output.error.contains("writing 20000 keys of the prober's own"), "\(output.error)")
                #expect(try redis.command("EVAL", "return #redis.call('KEYS', 'scan-probe:*')", "0") == ":0")
            }
        }
    }

    private func expectAccess(_ history: History) {
        let access = history.header.access
        #expect(access.hasStore && access.mayChangeStore && access.hasAdmin && access.hasLogs)
        #expect(access.faults.count == 7)
        let metrics = history.events.filter { $0.operation == .metrics }
        #expect(metrics.allSatisfy { $0.outcome.response?.status == 200 && $0.user == .admin })
        #expect(metrics.count == 4)
        let diagnostics = history.events.filter { $0.operation == .diagnostics }
        #expect(diagnostics.count { $0.intent == .userToken } == 2)
    }

    private func expectSamples(_ history: History) {
        let own = history.samples.filter { $0.job == "scan-1" }
        #expect(own.first?.occasion == .initiated)
        #expect(own.contains { $0.occasion == .running })
        #expect(own.last?.occasion == .ended)
        for sample in own {
            let roles = Set(sample.keys.filter(\.exists).map(\.role))
            #expect(roles.isSuperset(of: [.entry, .lookup, .index, .latestJob]), "\(sample)")
            let entry = sample.keys.first { $0.role == .entry }?.remaining ?? .zero
            for lookup in sample.keys where StoredKey.Role.lookups.contains(lookup.role) {
                #expect((lookup.remaining ?? .zero) > entry + .seconds(500), "\(sample)")
            }
        }
        let deletions = history.faults.filter { $0.kind == .deleteLookups }.compactMap(\.jobID)
        let recovered = history.samples.filter { $0.occasion == .recovered && deletions.contains($0.jobID ?? "") }
        #expect(recovered.count == 3)
        // An owner's polls restore the lookup keys; a stranger's do not.
        #expect(recovered.first?.keys.first { $0.role == .lookup }?.exists == true)
        #expect(recovered.dropFirst().first?.keys.first { $0.role == .lookup }?.exists == false)
        #expect(recovered.dropFirst().first?.keys.first { $0.role == .entry }?.exists == true)
        #expect(recovered.last?.keys.first { $0.role == .lookup }?.exists == true)
        // While a worker was down, the store was sampled to see which worker takes over.
        let killed = history.faults.first { $0.kind == .killWorker }?.jobID
        #expect(
            history.samples.contains {
                $0.jobID == killed && $0.keys.contains { $0.role == .lease && $0.digest != nil }
            }
        )
        let census = history.samples.last
        #expect(census?.occasion == .census)
        #expect(census?.keys.contains { $0.role == .queue && $0.remaining == nil } == true)
    }

    private func expectFaults(_ history: History) {
        // Keys that a worker restored from its memory are deleted once more, until one has to search.
        let last = history.faults.last { $0.kind == .deleteLookups }?.jobID
        let again = history.faults.filter { $0.kind == .deleteLookups && $0.jobID == last }.dropFirst()
        #expect(again.count <= 6)
        #expect(
            history.faults.filter { !again.contains($0) }.map(\.kind) == [
                .deleteLookup, .deleteLookup, .deleteLookups, .addForeignKeys, .deleteLookups, .deleteLookups,
                .removeForeignKeys, .deleteLookups, .killWorker, .stopWorker, .pauseWorker, .resumeWorker,
                .restartRedis, .stopRedis, .resumeRedis,
            ]
        )
        for fault in history.faults where fault.kind != .restartRedis {
            #expect(fault.failure == nil, "\(fault)")
        }
        let failed = history.faults.first { $0.kind == .restartRedis }
        #expect(failed?.failure != nil)
        #expect(failed?.detail.hasSuffix("restart_redis") == true)
        for fault in history.faults {
            guard let id = fault.jobID else { continue }
            let polls = history.events.filter { $0.operation == .status && $0.jobID == id && $0.sent > fault.began }
            #expect(!polls.isEmpty, "\(fault)")
            let states = polls.filter { $0.intent == .recovery }.compactMap { $0.outcome.response?.parsed?.state }
            #expect(!states.contains(.notFound), "\(fault)")
            #expect(states.last == .complete, "\(fault)")
        }
    }
}
