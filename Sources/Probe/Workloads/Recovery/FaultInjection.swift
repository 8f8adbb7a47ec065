//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// The injection of requested faults, which announces and records each one, and knows how to undo it.
struct FaultInjection: Sendable {
    /// The timeout of a command.
    private static let deadline = Duration.seconds(60)

    private let recorder: EventRecorder
    private let clock: RunClock
    private let redactor: Redactor
    private let access: OperatorAccess
    private let userID: String?
    private let pending = PendingUndos()

    init(_ context: RunContext) {
        recorder = context.recorder
        clock = context.clock
        redactor = context.requester.redactor
        access = context.access
        userID = context.first.userID
    }

    /// Runs the operator's command that injects a fault, to its end even if the run is cancelled meanwhile.
    ///
    /// - Parameters:
    ///   - kind: The kind of the fault.
    ///   - job: The plan's name for the job that the fault hits.
    ///   - jobIDs: The id of that job, and those of other jobs that the fault may hit as well.
    /// - Throws: `CancellationError` when the run ended before.
    func run(_ kind: Fault.Kind, _ job: String, _ jobIDs: [String]) async throws {
        try Task.checkCancellation()
        if let undo = kind.undo { pending.add { await command(undo, job, jobIDs) } }
        await command(kind, job, jobIDs)
    }

    /// Deletes lookup keys of one of the run's own jobs.
    ///
    /// - Parameters:
    ///   - roles: The kinds of the keys.
    ///   - job: The plan's name for the job.
    ///   - jobID: The id of the job.
    ///   - again: True if the keys were deleted before, so that none of them need be there.
    /// - Throws: `CancellationError` when the run ended before.
    func deleteLookups(
        _ roles: [StoredKey.Role],
        _ job: String,
        _ jobID: String,
        again: Bool = false
    ) async throws {
        guard let store = access.store else { return }
        try Task.checkCancellation()
        let kind: Fault.Kind = roles.count == 1 ? .deleteLookup : .deleteLookups
        let names = roles.map(\.rawValue).joined(separator: ", ")
        await perform(kind, job, [jobID], notice: "deleting the keys \(names) of \(job) in the store") {
            do {
                let keys = try await store.deleteLookups(roles, of: jobID, userID: userID)
                return (keys.joined(separator: ", "), keys.isEmpty && !again ? "none of the keys was there" : nil)
            } catch {
                return ("", "\(error)")
            }
        }
    }

    /// Fills the store with foreign keys.
    ///
    /// - Throws: `CancellationError` when the run ended before.
    func addForeignKeys(_ count: Int, _ job: String) async throws {
        guard let store = access.store else { return }
        try Task.checkCancellation()
        pending.add {
            await perform(.removeForeignKeys, job, [], notice: "deleting those keys again") {
                do { return ("\(try await store.removeForeignKeys()) keys", nil) } catch { return ("", "\(error)") }
            }
        }
        let notice = "writing \(count) keys of the prober's own into the store; they are deleted again"
        await perform(.addForeignKeys, job, [], notice: notice) {
            do {
                try await store.addForeignKeys(count)
                return ("\(count) keys", nil)
            } catch {
                return ("\(count) keys", "\(error)")
            }
        }
    }

    /// Undoes what was injected, the last fault first; also in a run that was cancelled.
    func undo() async {
        while let undo = pending.takeLast() { await undo() }
    }

    private func command(_ kind: Fault.Kind, _ job: String, _ jobIDs: [String]) async {
        guard let text = access.faults[kind] else { return }
        let command = ShellCommand(
            text: text,
            environment: [
                "SCAN_PROBE_FAULT": kind.rawValue, "SCAN_PROBE_SCAN": job, "SCAN_PROBE_SCAN_ID": jobIDs.first ?? "",
            ],
            deadline: Self.deadline
        )
        await perform(kind, job, jobIDs, notice: "running the command for \(kind.rawValue)") {
            let (output, failure) = await command.run()
            return (output, failure)
        }
    }

    private func perform(
        _ kind: Fault.Kind,
        _ job: String,
        _ jobIDs: [String],
        notice: String,
        _ action: @escaping @Sendable () async -> (detail: String, failure: String?)
    ) async {
        await recorder.announce(notice)
        let began = clock.now()
        let (detail, failure) = await uncancelled(action)
        await recorder.record(
            Fault(
                kind: kind,
                job: job,
                jobID: jobIDs.first,
                alsoHit: jobIDs.count > 1 ? Array(jobIDs.dropFirst()) : nil,
                began: began,
                ended: clock.now(),
                detail: redactor.redact(detail),
                failure: failure.map(redactor.redact)
            )
        )
    }
}

/// The undos of the faults that were injected, in the order of injection.
private final class PendingUndos: Sendable {
    private let undos = Mutex<[@Sendable () async -> Void]>([])

    func add(_ undo: @escaping @Sendable () async -> Void) {
        undos.withLock { $0.append(undo) }
    }

    func takeLast() -> (@Sendable () async -> Void)? { undos.withLock { $0.popLast() } }
}
