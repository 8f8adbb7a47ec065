//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

extension ScanEntry {
    /// Encodes the entry for storage: the summary as JSON on the first line, everything else on the second.
    ///
    /// JSON needs no raw line feed, so a poll decodes only the first line, however many findings there are. With a
    /// rendering the answers are stored, too, see ``StoredAnswers``; then a poll decodes nothing.
    package func encoded(rendering: (any AnswerRendering)? = nil) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .millisecondsSince1970
        let head = try [UInt8](encoder.encode(summary))
        let findings = try [UInt8](encoder.encode(Findings(runs: runs, advice: advice)))
        guard let rendering else { return head + [UInt8(ascii: "\n")] + findings }
        return StoredAnswers.insert(
            into: head,
            findings,
            state: summary.state,
            status: rendering.status(of: summary),
            results: summary.state == .complete ? try rendering.results(of: self) : []
        )
    }

    /// Decodes a whole entry.
    package init(decoding bytes: [UInt8]) throws {
        let summary = try ScanSummary(decodingHeadOf: bytes)
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { throw ScanEntryDecodingError.truncated }
        let findings = try JSONDecoder.entry.decode(Findings.self, from: Data(bytes[(end + 1)...]))
        self.init(summary: summary, runs: findings.runs, advice: findings.advice)
    }

    /// The content of the second line.
    private struct Findings: Codable {
        let runs: [StrategyRun]
        let advice: ScanAdvice?
    }
}

extension ScanSummary {
    /// Decodes only the summary of a stored entry.
    package init(decodingHeadOf bytes: [UInt8]) throws {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { throw ScanEntryDecodingError.truncated }
        self = try JSONDecoder.entry.decode(ScanSummary.self, from: Data(bytes[..<end]))
        guard version == 1 else { throw ScanEntryDecodingError.unknownVersion(version) }
    }
}

/// A decoding error of a stored entry.
package enum ScanEntryDecodingError: Error {
    /// The line feed between summary and runs is missing.
    case truncated
    /// A later version of the server wrote the entry.
    case unknownVersion(Int)
}

extension JSONDecoder {
    fileprivate static var entry: JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .millisecondsSince1970
        return decoder
    }
}
