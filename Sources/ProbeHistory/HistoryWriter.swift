//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import Foundation
import Synchronization

/// A writer of histories, line by line, so that a killed run leaves all events so far.
///
/// Every line is passed to the operating system before the call returns. Lines are in the order in which requests
/// ended; ``HistoryReader`` sorts them by the order of sending.
public final class HistoryWriter: Sendable {
    private let sink: Mutex<@Sendable (Data) throws -> Void>

    /// Creates a writer on any sink of bytes.
    ///
    /// - Parameter sink: A closure that takes one whole line at a time, with its line feed; never called concurrently.
    public init(sink: @escaping @Sendable (Data) throws -> Void) {
        self.sink = Mutex(sink)
    }

    /// Creates a writer on a new file, which replaces an existing one.
    ///
    /// - Parameter file: The file, in a folder that exists.
    /// - Throws: An error of Foundation when the file cannot be created.
    public convenience init(file: URL) throws {
        let handle = try HistoryFile.create(file)
        self.init { try handle.write(contentsOf: $0) }
    }

    /// Writes the first line.
    ///
    /// - Parameter header: The settings of the run.
    /// - Throws: The sink's error.
    public func write(_ header: History.Header) throws {
        try self.write(HistoryLine(header: header))
    }

    /// Writes a request and its outcome.
    ///
    /// - Parameter event: The event.
    /// - Throws: The sink's error.
    public func write(_ event: Event) throws {
        try self.write(HistoryLine(event: event))
    }

    /// Writes a snapshot of the store.
    ///
    /// - Parameter sample: The snapshot.
    /// - Throws: The sink's error.
    public func write(_ sample: StoreSnapshot) throws {
        try self.write(HistoryLine(sample: sample))
    }

    /// Writes an injected fault.
    ///
    /// - Parameter fault: The fault.
    /// - Throws: The sink's error.
    public func write(_ fault: Fault) throws {
        try self.write(HistoryLine(fault: fault))
    }

    /// Writes a line of the deployment's logs.
    ///
    /// - Parameter log: The record.
    /// - Throws: The sink's error.
    public func write(_ log: LogRecord) throws {
        try self.write(HistoryLine(log: log))
    }

    /// Writes the last line.
    ///
    /// - Parameter footer: The reason for the run's end and its duration.
    /// - Throws: The sink's error.
    public func write(_ footer: History.Footer) throws {
        try self.write(HistoryLine(footer: footer))
    }

    /// Writes a whole history.
    ///
    /// - Parameter history: The history.
    /// - Throws: The sink's error.
    public func write(_ history: History) throws {
        try self.write(history.header)
        for event in history.events { try self.write(event) }
        for sample in history.samples { try self.write(sample) }
        for fault in history.faults { try self.write(fault) }
        for log in history.logs { try self.write(log) }
        if let footer = history.footer { try self.write(footer) }
    }

    /// Writes a line that another writer has encoded.
    ///
    /// - Parameter line: The line with its line feed.
    /// - Throws: The sink's error.
    public func write(line: Data) throws {
        try sink.withLock { try $0(line) }
    }

    private func write(_ line: HistoryLine) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(line)
        data.append(UInt8(ascii: "\n"))
        try sink.withLock { try $0(data) }
    }
}
