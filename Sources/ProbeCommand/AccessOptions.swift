//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import Probe
import ProbeStore

/// The options for the operator's access: the store, permission to change it, commands, logs.
struct AccessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The deployment's Redis, such as redis://127.0.0.1:6379/0; it is only read.",
            discussion:
                "SCAN_PROBE_REDIS_URL in the environment does the same, and keeps a password out of the arguments."
        )
    )
    var redis: String?

    @Option(help: "What every key of the deployment begins with in Redis.")
    var keyPrefix: String?

    @Flag(help: "Delete lookup keys of the run's own scans, and write and delete keys of the prober's own, in Redis.")
    var allowChanges = false

    @Option(
        name: .customLong("fault-command"),
        help: ArgumentHelp(
            "NAME=COMMAND: a shell command that disturbs the deployment while scans run; may be repeated.",
            discussion: """
                NAME is kill_worker, stop_worker, pause_worker with resume_worker, restart_redis, or stop_redis with \
                resume_redis. The command is run once, has 60 s, and finds SCAN_PROBE_FAULT, SCAN_PROBE_SCAN and \
                SCAN_PROBE_SCAN_ID in its environment. What resumes is run in any case, also after Ctrl-C.
                """
        )
    )
    var faultCommands: [String] = []

    @Option(
        name: .customLong("log-file"),
        help: "A log of the deployment, JSON lines or as scan-server writes it; may be repeated."
    )
    var logFiles: [String] = []

    @Option(
        help: ArgumentHelp(
            "How many workers there are: with fewer seen, nothing that rests on crossing workers passes.",
            valueName: "n"
        )
    )
    var expectWorkers: Int?

    @Option(
        name: .customLong("replica"),
        help: ArgumentHelp(
            "A worker's or pod's own address: jobs are begun on one and polled on all; may be repeated.",
            valueName: "url"
        )
    )
    var replicas: [String] = []

    func validate() throws {
        if let expectWorkers, !(1...10_000).contains(expectWorkers) {
            throw ValidationError("--expect-workers takes 1 to 10000, not \(expectWorkers).")
        }
        if replicas.count == 1 {
            throw ValidationError(
                "--replica is given once for each worker: a single one has no other to be compared with."
            )
        }
        if Set(replicas).count < replicas.count { throw ValidationError("--replica has the same address twice.") }
    }

    /// The address of the store, if one was given.
    var storeURL: String? {
        redis ?? ProcessInfo.processInfo.environment["SCAN_PROBE_REDIS_URL"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Returns the access without the store.
    ///
    /// - Parameter admin: The operator's credentials.
    /// - Returns: The access, without the store.
    /// - Throws: `ProbeFailure` with advice in one line.
    func access(admin: Credentials?) throws(ProbeFailure) -> OperatorAccess {
        if storeURL == nil, allowChanges || keyPrefix != nil {
            throw ProbeFailure(
                .badAccess,
                "\(allowChanges ? "--allow-changes" : "--key-prefix") is about the store: give its address with"
                    + " --redis or SCAN_PROBE_REDIS_URL"
            )
        }
        var targets: [Target] = []
        for address in replicas { targets.append(try Target(address)) }
        var logs: [LogFile] = []
        for file in logFiles { logs.append(try LogFile(file)) }
        return OperatorAccess(
            admin: admin,
            mayChangeStore: allowChanges,
            faults: try FaultCommands(faultCommands),
            logs: logs,
            replicas: targets,
            expectedWorkers: expectWorkers,
            // A log or the output of a command may tell the store's password.
            secrets: storeURL.map(RedisStoreInspector.secrets(in:)) ?? []
        )
    }

    /// Lends the access with the store to a body.
    func withStore<Value: Sendable>(
        _ access: OperatorAccess,
        _ body: (OperatorAccess) async throws -> Value
    ) async throws -> Value {
        guard let storeURL else { return try await body(access) }
        return try await RedisStoreInspector.withInspector(url: storeURL, keyPrefix: keyPrefix ?? "") {
            var access = access
            access.store = $0
            return try await body(access)
        }
    }
}
