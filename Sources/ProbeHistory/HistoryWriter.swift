//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials
import KitSupport
import Synchronization

/// A writer of histories, line by line, so that a killed run leaves all events but those of its last second.
///
/// Lines are encoded and written in blocks on a thread of the writer's own: whoever records a request does not wait for
/// the disk. Those that were added are passed to the operating system within a second, and at the latest with the
/// footer. They are in the order in which requests ended; ``HistoryReader`` sorts them by the order of sending.
public final class HistoryWriter: Sendable {
    private let blocks: HistoryBlocks

    /// Creates a writer on any sink of bytes.
    ///
    /// - Parameter sink: A closure that takes whole lines with their line feeds; never called concurrently.
    public init(sink: @escaping @Sendable (Data) throws -> Void) {
        blocks = HistoryBlocks(sink: sink)
    }

    /// Creates a writer on a new file, which replaces an existing one.
    ///
    /// - Parameter file: The file, in a folder that exists.
    /// - Throws: ``HistoryFileProblem``, an error of Foundation or `Errno` when the file cannot be created.
    public convenience init(file: URL) throws {
        let output = try HistoryFile.create(file)
        self.init { try output.write($0) }
    }

    /// Creates a writer on a new file, whose failures end nothing.
    ///
    /// - Parameters:
    ///   - file: The file, in a folder that exists.
    ///   - onFailure: Called when the file takes no more; later lines are dropped, since a history with a hole would lie.
    /// - Throws: ``HistoryFileProblem``, an error of Foundation or `Errno` when the file cannot be created.
    public convenience init(file: URL, onFailure: @escaping @Sendable () -> Void) throws {
        let output = try HistoryFile.create(file)
        let failure = Failure()
        self.init { lines in
            guard !failure.hasHappened.load(ordering: .relaxed) else { return }
            do {
                try output.write(lines)
            } catch {
                failure.hasHappened.store(true, ordering: .relaxed)
                onFailure()
            }
        }
    }

    /// Writes the first line.
    ///
    /// - Parameter header: The settings of the run.
    /// - Throws: The first error of the sink so far.
    public func write(_ header: History.Header) throws {
        try blocks.add(.header(header))
    }

    /// Writes a request and its outcome.
    ///
    /// - Parameter event: The event.
    /// - Throws: The first error of the sink so far.
    public func write(_ event: Event) throws {
        try blocks.add(.event(event))
    }

    /// Writes a snapshot of the store.
    ///
    /// - Parameter sample: The snapshot.
    /// - Throws: The first error of the sink so far.
    public func write(_ sample: StoreSnapshot) throws {
        try blocks.add(.sample(sample))
    }

    /// Writes an injected fault.
    ///
    /// - Parameter fault: The fault.
    /// - Throws: The first error of the sink so far.
    public func write(_ fault: Fault) throws {
        try blocks.add(.fault(fault))
    }

    /// Writes a line of the deployment's logs.
    ///
    /// - Parameter log: The record.
    /// - Throws: The first error of the sink so far.
    public func write(_ log: LogRecord) throws {
        try blocks.add(.log(log))
    }

    /// Writes the last line, and waits until all lines are written.
    ///
    /// - Parameter footer: The reason for the run's end and its duration.
    /// - Throws: The first error of the sink so far.
    public func write(_ footer: History.Footer) throws {
        try blocks.add(.footer(footer))
        try flush()
    }

    /// Waits until all lines so far are written.
    ///
    /// - Throws: The first error of the sink.
    public func flush() throws { try blocks.flush() }

    /// Writes a whole history.
    ///
    /// - Parameter history: The history.
    /// - Throws: The first error of the sink so far.
    public func write(_ history: History) throws {
        try self.write(history.header)
        for event in history.events { try self.write(event) }
        for sample in history.samples { try self.write(sample) }
        for fault in history.faults { try self.write(fault) }
        for log in history.logs { try self.write(log) }
        if let footer = history.footer { try self.write(footer) }
        try flush()
    }
}

/// The fact that a file took no more.
private final class Failure: Sendable {
    let hasHappened = Atomic(false)
}
