//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ScanCore
import Strategies

/// The results of a complete scan.
///
/// Made out of an entry alone, so that every worker tells the same. Source: `Conformance/Contract/api.md#results-body`.
struct ResultsBody: Encodable {
    private struct Frame: Encodable {
        let success = true
        let scanId: String
        let userId: String
        let executionTimeMs: Int64
        let lastUpdated: String
    }

    private let frame: Frame
    private let findings: FindingsBody

    init(_ entry: ScanEntry) {
        let summary = entry.summary
        frame = Frame(
            scanId: summary.key.scan.description,
            userId: summary.key.user.description,
            executionTimeMs: summary.elapsedMilliseconds(by: summary.cachedAt),
            lastUpdated: summary.cachedAt.wireTime
        )
        findings = FindingsBody(entry)
    }

    /// Encodes both parts as members of one object.
    func encode(to encoder: any Encoder) throws {
        try frame.encode(to: encoder)
        try findings.encode(to: encoder)
    }
}
