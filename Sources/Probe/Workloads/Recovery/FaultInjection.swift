//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The injection of requested faults, which announces and records each one.
struct FaultInjection: Sendable {
    /// The timeout of a command.
    private static let deadline = Duration.seconds(60)

    let clock: RunClock
    let recorder: EventRecorder
    let redactor: Redactor
    let access: OperatorAccess
    let userID: String?

    /// Runs a command of the user's, to its end even if the run is cancelled meanwhile.
    ///
    /// - Parameters:
    ///   - kind: The kind of the fault.
    ///   - job: The plan's name for the job that the fault hits.
    ///   - jobIDs: The id of that job, and those of other jobs that the fault may hit as well.
    func run(_ kind: Fault.Kind, _ job: String, _ jobIDs: [String]) async {
        guard let text = self.access.faults[kind] else { return }
        let command = ShellCommand(
            text: text,
            environment: [
                "SCAN_PROBE_FAULT": kind.rawValue, "SCAN_PROBE_SCAN": job, "SCAN_PROBE_SCAN_ID": jobIDs.first ?? "",
            ],
            deadline: Self.deadline
        )
        await self.perform(kind, job, jobIDs, notice: "running the command for \(kind.rawValue)") {
            let (output, failure) = await command.run()
            return (output, failure)
        }
    }

    /// Runs a command that injects a fault, and after a body the one that repairs it, even if the body fails.
    func run(
        _ kind: Fault.Kind,
        until repair: Fault.Kind,
        _ job: String,
        _ jobIDs: [String],
        _ body: () async throws -> Void
    ) async throws {
        await self.run(kind, job, jobIDs)
        let result: Result<Void, any Error>
        do { result = .success(try await body()) } catch { result = .failure(error) }
        await self.run(repair, job, jobIDs)
        try result.get()
    }

    /// Deletes lookup keys of one of the run's own jobs.
    func deleteLookups(_ roles: [StoredKey.Role], _ job: String, _ jobID: String) async {
        guard let store = self.access.store else { return }
        let kind: Fault.Kind = roles.count == 1 ? .deleteLookup : .deleteLookups
        let names = roles.map(\.rawValue).joined(separator: ", ")
        await self.perform(kind, job, [jobID], notice: "deleting the keys \(names) of \(job) in the store") {
            do {
                let keys = try await store.deleteLookups(roles, of: jobID, userID: self.userID)
                return (keys.joined(separator: ", "), keys.isEmpty ? "none of the keys was there" : nil)
            } catch {
                return ("", "\(error)")
            }
        }
    }

    /// Fills the store with foreign keys, and deletes them after a body, even if the body fails.
    func withForeignKeys(_ count: Int, _ job: String, _ body: () async throws -> Void) async throws {
        guard let store = self.access.store else { return }
        let notice = "writing \(count) keys of the prober's own into the store; they are deleted again"
        let result: Result<Void, any Error>
        do {
            try Task.checkCancellation()
            await self.perform(.addForeignKeys, job, [], notice: notice) {
                do {
                    try await store.addForeignKeys(count)
                    return ("\(count) keys", nil)
                } catch {
                    return ("\(count) keys", "\(error)")
                }
            }
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        await self.perform(.removeForeignKeys, job, [], notice: "deleting those keys again") {
            do { return ("\(try await store.removeForeignKeys()) keys", nil) } catch { return ("", "\(error)") }
        }
        try result.get()
    }

    private func perform(
        _ kind: Fault.Kind,
        _ job: String,
        _ jobIDs: [String],
        notice: String,
        _ action: @escaping @Sendable () async -> (detail: String, failure: String?)
    ) async {
        await self.recorder.announce(notice)
        let began = self.clock.now()
        let (detail, failure) = await uncancelled(action)
        await self.recorder.record(
            Fault(
                kind: kind,
                job: job,
                jobID: jobIDs.first,
                alsoHit: jobIDs.count > 1 ? Array(jobIDs.dropFirst()) : nil,
                began: began,
                ended: self.clock.now(),
                detail: self.redactor.redact(detail),
                failure: failure.map(self.redactor.redact)
            )
        )
    }
}
