//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import NIOPosix
import ProbeHistory

/// A log file of the deployment, read from its end at the start of the run.
public struct LogFile: Sendable {
    /// The exact messages that operators search their logs for.
    ///
    /// Source: `Conformance/Contract/store.md#operator-messages`.
    static let messages: Set<String> = [
        "Lookup key not found after registration, retrying",
        "Scan cache key resolved via direct result search (fallback)",
        "Failed to resolve scan cache key",
    ]

    /// The maximum number of records of either kind.
    private static let limit = 5000

    /// The longest line that is read, in bytes.
    private static let longestLine = 64 << 10

    private let path: String
    private let start: Int64

    /// Records the current end of a log.
    ///
    /// - Parameter path: The path of the file.
    /// - Throws: ``ProbeFailure`` when the file cannot be read.
    public init(_ path: String) throws(ProbeFailure) {
        self.path = path
        do {
            start = try ByteFile(reading: path).seekToEnd()
        } catch {
            throw ProbeFailure(.badAccess, "the log \(path) cannot be read; check that the file exists and may be read")
        }
    }

    /// Returns the lines that a check may need: the messages of the contract, and one line for each request id.
    func records(requestIDs: Set<String>) async -> [LogRecord] {
        let records = try? await NIOThreadPool.singleton.runIfActive {
            var selection = Selection(requestIDs: requestIDs)
            try forEachLine { selection.look(at: $0) }
            return selection.records
        }
        return records ?? []
    }

    private func forEachLine(_ body: (Substring) -> Void) throws {
        let file = try ByteFile(reading: path)
        // What is written while it is read is left out, or a busy log, or a device without an end, would be read for ever.
        let end = try file.seekToEnd()
        // A log that was rotated meanwhile is read from its beginning.
        let begin = end >= start ? start : 0
        try file.seek(to: begin)
        var left = Int(end - begin)
        var rest: [UInt8] = []
        // Within a line that is too long to be looked at.
        var isSkipping = false
        while left > 0 {
            let chunk = try file.read(atMost: min(1 << 20, left))
            if chunk.isEmpty { return }
            left -= chunk.count
            guard let chunkEnd = chunk.lastIndex(of: UInt8(ascii: "\n")) else {
                if !isSkipping { rest += chunk }
                isSkipping = isSkipping || rest.count > Self.longestLine
                if isSkipping { rest.removeAll() }
                continue
            }
            let begin = isSkipping ? chunk.firstIndex(of: UInt8(ascii: "\n")) ?? chunkEnd : chunk.startIndex
            isSkipping = false
            let end = rest.endIndex + (chunkEnd - begin)
            rest += chunk[begin...]
            for line in String(decoding: rest[...end], as: UTF8.self).split(separator: "\n")
            where line.utf8.count <= Self.longestLine {
                body(line)
            }
            rest = Array(rest[(end + 1)...])
        }
    }

    /// The selected lines of a log.
    private struct Selection {
        private var awaited: Set<String>
        private var messages: [LogRecord] = []
        private var requests: [LogRecord] = []

        var records: [LogRecord] { messages + requests }

        init(requestIDs: Set<String>) {
            awaited = requestIDs
        }

        mutating func look(at line: Substring) {
            guard let record = LogLine.parse(line) else { return }
            if LogFile.messages.contains(record.message) {
                if messages.count < LogFile.limit { messages.append(record) }
            }
            guard let id = record.metadata.values.first(where: awaited.contains) else { return }
            awaited.remove(id)
            guard requests.count < LogFile.limit else { return }
            var kept = LogRecord(message: record.message, level: record.level)
            kept.metadata["request_id"] = id
            requests.append(kept)
        }
    }
}
