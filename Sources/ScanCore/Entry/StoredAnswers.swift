//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import KitSupport
import NIOCore

/// The answers that stand in a stored entry, found without decoding it.
///
/// The first line of such an entry begins with `{"answer":"1 complete 345 244096 TAG","status":`: the version of this
/// form, the state, the lengths of both answers in bytes, and the digest of the results. The answer to a poll follows, and
/// then the members of the summary. The second line begins with `{"results":` and the answer to a read of the results, if
/// there are any, before the members of the findings. Builds that do not know these members leave them out when they
/// decode an entry, and entries of such builds have none: both sides of a rolling update read each other's entries.
package struct StoredAnswers {
    private static let start = Array(#"{"answer":"1 "#.utf8)
    private static let beforeStatus = Array(#"","status":"#.utf8)
    private static let beforeResults = Array(#"{"results":"#.utf8)
    /// The maximum length of the values between the start and the answer to a poll.
    private static let longestValues = 128
    /// The length from which the length of an answer is taken for damage, in bytes: what a value in Redis can hold.
    private static let longestStatus = 512 << 20

    private let state: ScanState
    private let tag: String
    private let statusRange: Range<Int>
    private let resultsLength: Int

    /// Finds the answers of a stored entry in its beginning; `nil` if it has none, or its beginning ends too early.
    package init?(in bytes: [UInt8]) {
        guard let found = Self(startOf: bytes), found.statusRange.upperBound <= bytes.count else { return nil }
        self = found
    }

    /// Returns the length of the beginning that an entry's answer to a poll ends.
    ///
    /// - Parameter bytes: The beginning of the entry, which may end before the answer does.
    /// - Returns: The number of bytes; `nil` if the entry has no answers.
    package static func lengthToStatus(in bytes: [UInt8]) -> Int? { Self(startOf: bytes)?.statusRange.upperBound }

    /// Reads the values at the start of an entry; `nil` if there are none.
    private init?(startOf bytes: [UInt8]) {
        guard bytes.starts(with: Self.start) else { return nil }
        let rest = bytes.dropFirst(Self.start.count)
        guard let end = rest.prefix(Self.longestValues).firstIndex(of: UInt8(ascii: "\"")),
            bytes[end...].starts(with: Self.beforeStatus)
        else { return nil }
        let values = rest[..<end].split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard values.count == 4, let state = ScanState(rawValue: values[0]), let status = Int(values[1]),
            (1...Self.longestStatus).contains(status), let results = Int(values[2]), results >= 0
        else { return nil }
        self.state = state
        tag = values[3]
        statusRange = (end + Self.beforeStatus.count)..<(end + Self.beforeStatus.count + status)
        resultsLength = results
    }

    /// Returns the answer to a poll.
    package func status(in bytes: [UInt8]) -> ScanAnswer {
        ScanAnswer(state: state, body: ByteBuffer(bytes: bytes[statusRange]))
    }

    /// Returns the answer to a read of the results; `nil` if there is none, or not all of it.
    package func results(in bytes: [UInt8]) -> ScanAnswer? {
        guard state == .complete, resultsLength > 0,
            let lineFeed = bytes[statusRange.upperBound...].firstIndex(of: UInt8(ascii: "\n")),
            bytes[(lineFeed + 1)...].starts(with: Self.beforeResults)
        else { return nil }
        let start = lineFeed + 1 + Self.beforeResults.count
        guard resultsLength <= bytes.count - start else { return nil }
        return ScanAnswer(state: state, body: ByteBuffer(bytes: bytes[start..<(start + resultsLength)]), tag: tag)
    }

    /// Returns the lines of an entry with the answers in them.
    ///
    /// - Parameters:
    ///   - summary: The summary as a JSON object.
    ///   - findings: The findings as a JSON object.
    ///   - state: The state of the scan.
    ///   - status: The answer to a poll.
    ///   - results: The answer to a read of the results; empty if there are none yet.
    /// - Returns: The stored form.
    static func insert(
        into summary: [UInt8],
        _ findings: [UInt8],
        state: ScanState,
        status: [UInt8],
        results: [UInt8]
    ) -> [UInt8] {
        var bytes = start
        bytes.reserveCapacity(summary.count + findings.count + status.count + results.count + longestValues)
        let tag = results.isEmpty ? "-" : ScanAnswer.tag(of: results)
        bytes += "\(state.rawValue) \(status.count) \(results.count) \(tag)".utf8
        bytes += beforeStatus
        bytes += status
        bytes.append(UInt8(ascii: ","))
        bytes += summary.dropFirst()
        bytes.append(UInt8(ascii: "\n"))
        guard !results.isEmpty else { return bytes + findings }
        bytes += beforeResults
        bytes += results
        bytes.append(UInt8(ascii: ","))
        bytes += findings.dropFirst()
        return bytes
    }
}

extension ScanAnswer {
    /// Returns the entity tag of a body that never changes: a digest, so that every worker sends the same.
    static func tag(of body: [UInt8]) -> String { SHA256.hash(data: body).prefix(16).hexadecimal }
}
