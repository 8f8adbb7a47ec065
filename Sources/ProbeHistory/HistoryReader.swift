//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import Foundation

/// Reads a history from its lines.
public struct HistoryReader: Sendable {
    /// Creates a reader.
    public init() {}

    /// Reads a history from a file.
    ///
    /// - Parameter file: The file.
    /// - Returns: The history, its events in the order of sending.
    /// - Throws: ``HistoryProblem`` for a file that is no history, an error of Foundation when it cannot be read.
    public func read(file: URL) throws -> History {
        try self.read(try Data(contentsOf: file))
    }

    /// Reads a history from its bytes.
    ///
    /// A last line without its line feed that does not parse was cut off, by a crash or a full disk: it is left out.
    ///
    /// - Parameter data: The lines.
    /// - Returns: The history, its events in the order of sending.
    /// - Throws: ``HistoryProblem``, which names the line.
    public func read(_ data: Data) throws(HistoryProblem) -> History {
        var header: History.Header?
        var events: [Event] = []
        var samples: [StoreSample] = []
        var faults: [Fault] = []
        var logs: [LogRecord] = []
        var footer: History.Footer?
        let lines = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for (index, bytes) in lines.enumerated() where !bytes.isEmpty {
            guard let line = try self.readLine(bytes, number: index + 1, isLast: index == lines.count - 1) else {
                break
            }
            if header == nil, line.header == nil {
                throw HistoryProblem(line: index + 1, message: "the first line of a history is its header")
            }
            if let read = line.header { header = read }
            if let event = line.event { events.append(event) }
            if let sample = line.sample { samples.append(sample) }
            if let fault = line.fault { faults.append(fault) }
            if let log = line.log { logs.append(log) }
            if let read = line.footer { footer = read }
        }
        guard let header else { throw HistoryProblem(line: 1, message: "the file is empty") }
        guard header.format == 1 else {
            throw HistoryProblem(line: 1, message: "format \(header.format) is newer than this tool, which reads 1")
        }
        events.sort { $0.id < $1.id }
        samples.sort { $0.asked < $1.asked }
        faults.sort { $0.began < $1.began }
        return History(
            header: header,
            events: events,
            samples: samples,
            faults: faults,
            logs: logs,
            footer: footer
        )
    }

    private func readLine(_ bytes: Data, number: Int, isLast: Bool) throws(HistoryProblem) -> HistoryLine? {
        do {
            return try JSONDecoder().decode(HistoryLine.self, from: bytes)
        } catch {
            if isLast { return nil }
            throw HistoryProblem(line: number, message: Self.describe(error))
        }
    }

    private static func describe(_ error: any Error) -> String {
        switch error {
        case DecodingError.keyNotFound(let key, _): "the field `\(key.stringValue)` is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            "the field `\(context.codingPath.map(\.stringValue).joined(separator: "."))` has the wrong type"
        case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
            "the field `\(context.codingPath.map(\.stringValue).joined(separator: "."))` has a value it cannot have"
        default: "the line is not JSON"
        }
    }
}

/// What makes a file unreadable as a history.
public struct HistoryProblem: Error, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// What is wrong with it.
    public var message: String

    /// The problem in one line.
    public var description: String { "line \(self.line): \(self.message)" }

    /// Creates a problem.
    ///
    /// - Parameters:
    ///   - line: The line, counted from 1.
    ///   - message: What is wrong with it.
    public init(line: Int, message: String) {
        self.line = line
        self.message = message
    }
}
