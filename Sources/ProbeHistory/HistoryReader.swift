//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials
import KitSupport

/// A reader of history files.
public struct HistoryReader: Sendable {
    /// Creates a reader.
    public init() {}

    /// Reads a history from a file in chunks.
    ///
    /// - Parameter file: The file.
    /// - Returns: The history, its events in the order of sending.
    /// - Throws: ``HistoryProblem`` for a file that is not a history, `Errno` when it cannot be read.
    public func read(file: URL) throws -> History {
        let bytes = try ByteFile(reading: file.path(percentEncoded: false))
        // What is no file, such as a pipe, has no end to go to.
        let length = (try? bytes.seekToEnd()) ?? 0
        if length > 0 { try bytes.seek(to: 0) }
        var lines = HistoryLines(expectedBytes: Int(length))
        while true {
            let piece = try bytes.read(atMost: 1 << 20)
            if piece.isEmpty { return try lines.history() }
            try lines.add(piece)
        }
    }

    /// Reads a history from its bytes.
    ///
    /// An incomplete last line, without a line feed, was cut off by a crash or a full disk: it is left out.
    ///
    /// - Parameter data: The lines.
    /// - Returns: The history, its events in the order of sending.
    /// - Throws: ``HistoryProblem`` with the line.
    public func read(_ data: Data) throws(HistoryProblem) -> History {
        var lines = HistoryLines(expectedBytes: data.count)
        try lines.add(data)
        return try lines.history()
    }
}

/// The state of reading a history in chunks.
private struct HistoryLines {
    /// The longest line that is read, in bytes: that of a body at the limit, each of its bytes escaped.
    private static let longestLine = 64 << 20
    /// For how many events room is made before any of them is there.
    private static let mostRoom = 2_000_000

    private let expectedBytes: Int
    private var parser = EventParser()
    /// The unread beginning of a line.
    private var rest: [UInt8] = []
    private var number = 0
    private var header: History.Header?
    private var hasHeader = false
    private var events: [Event] = []
    private var samples: [StoreSnapshot] = []
    private var faults: [Fault] = []
    private var logs: [LogRecord] = []
    private var footer: History.Footer?
    private var hasRoom = false

    init(expectedBytes: Int) {
        self.expectedBytes = expectedBytes
    }

    /// Adds the next chunk, which may end anywhere.
    mutating func add(_ piece: some Sequence<UInt8>) throws(HistoryProblem) {
        let bytes = rest + piece
        var start = 0
        while let end = bytes.lineFeed(from: start) {
            try self.add(line: bytes[start..<end], isCutOff: false)
            start = end + 1
        }
        // Capacity for all events at once: growing step by step would hold them twice.
        if !hasRoom, start > 0 {
            hasRoom = true
            let expected = Double(events.count) * (Double(expectedBytes) / Double(start) + 1) * 1.1
            events.reserveCapacity(Int(min(expected, Double(Self.mostRoom))))
        }
        rest = Array(bytes[start...])
        guard rest.count <= Self.longestLine else {
            throw HistoryProblem(
                line: number + 1,
                message: "the line is longer than \(Self.longestLine >> 20) MB"
            )
        }
    }

    /// Returns the complete history.
    mutating func history() throws(HistoryProblem) -> History {
        try add(line: rest[...], isCutOff: true)
        guard let header else { throw HistoryProblem(line: 1, message: "the file is empty") }
        guard header.format == 1 else {
            throw HistoryProblem(line: 1, message: "format \(header.format) is newer than this tool, which reads 1")
        }
        // Lines are in the order of receipt, which is often that of sending.
        if !Self.areInOrder(events) { events.sort { $0.id < $1.id } }
        return History(
            header: header,
            events: events,
            samples: samples.sorted { $0.asked < $1.asked },
            faults: faults.sorted { $0.began < $1.began },
            logs: logs,
            footer: footer
        )
    }

    /// Returns true if the events are ordered; by index, since copying a million events takes longer than comparing
    /// them.
    private static func areInOrder(_ events: [Event]) -> Bool {
        events.indices.dropFirst().allSatisfy { events[$0 - 1].id <= events[$0].id }
    }

    private mutating func add(line: ArraySlice<UInt8>, isCutOff: Bool) throws(HistoryProblem) {
        number += 1
        guard !line.isEmpty else { return }
        guard line.count <= Self.longestLine else {
            throw HistoryProblem(line: number, message: "the line is longer than \(Self.longestLine >> 20) MB")
        }
        if hasHeader, let event = parser.parse(line) {
            if let field = event.impossibleField { throw impossible("event.\(field)") }
            return events.append(event)
        }
        let read: HistoryLine
        do {
            read = try JSONDecoder().decode(HistoryLine.self, from: Data(line))
        } catch {
            if isCutOff { return }
            throw HistoryProblem(line: number, message: Self.describe(error))
        }
        if let field = read.impossibleField { throw impossible(field) }
        guard hasHeader || read.header != nil else {
            throw HistoryProblem(line: number, message: "the first line of a history is its header")
        }
        if let header = read.header {
            self.header = header
            hasHeader = true
        }
        if let event = read.event { events.append(event) }
        if let sample = read.sample { samples.append(sample) }
        if let fault = read.fault { faults.append(fault) }
        if let log = read.log { logs.append(log) }
        if let footer = read.footer { self.footer = footer }
    }

    private func impossible(_ field: String) -> HistoryProblem {
        HistoryProblem(line: number, message: "the field `\(field)` has a value it cannot have")
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

/// The reason that a file cannot be read as a history.
public struct HistoryProblem: Error, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// The message.
    public var message: String

    /// The problem in one line.
    public var description: String { "line \(line): \(message)" }

    /// Creates a problem.
    ///
    /// - Parameters:
    ///   - line: The line, counted from 1.
    ///   - message: The message.
    public init(line: Int, message: String) {
        self.line = line
        self.message = message
    }
}
