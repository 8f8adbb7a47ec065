//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import Foundation
import Synchronization

/// Writes a history line by line, so that a run that is killed leaves everything it saw.
///
/// Every line is handed to the operating system before the call returns. Lines stand in the order in which requests
/// ended; ``HistoryReader`` puts them in the order of sending.
public final class HistoryWriter: Sendable {
    private let sink: Mutex<@Sendable (Data) throws -> Void>

    /// Creates a writer on anything that takes bytes.
    ///
    /// - Parameter sink: Takes one whole line at a time, with its line feed; never called twice at once.
    public init(sink: @escaping @Sendable (Data) throws -> Void) {
        self.sink = Mutex(sink)
    }

    /// Creates a writer on a new file, replacing what was there.
    ///
    /// - Parameter file: The file, in a folder that exists.
    /// - Throws: An error of Foundation when the file cannot be created.
    public convenience init(file: URL) throws {
        try Data().write(to: file)
        let handle = try FileHandle(forWritingTo: file)
        self.init { try handle.write(contentsOf: $0) }
    }

    /// Writes the first line.
    ///
    /// - Parameter header: How the run is made.
    /// - Throws: The sink's error.
    public func write(_ header: History.Header) throws {
        try self.write(HistoryLine(header: header))
    }

    /// Writes one request and what came of it.
    ///
    /// - Parameter event: The event.
    /// - Throws: The sink's error.
    public func write(_ event: Event) throws {
        try self.write(HistoryLine(event: event))
    }

    /// Writes what was seen in the store.
    ///
    /// - Parameter sample: The sample.
    /// - Throws: The sink's error.
    public func write(_ sample: StoreSnapshot) throws {
        try self.write(HistoryLine(sample: sample))
    }

    /// Writes what was done to the deployment.
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
    /// - Parameter footer: How the run ended.
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

    private func write(_ line: HistoryLine) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(line)
        data.append(UInt8(ascii: "\n"))
        try self.sink.withLock { try $0(data) }
    }
}
