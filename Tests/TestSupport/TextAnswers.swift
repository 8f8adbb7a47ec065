//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ScanCore

/// A rendering of answers that tests can read: state and progress, and how many opportunities there are.
package struct TextAnswers: AnswerRendering {
    /// Creates the rendering.
    package init() {}

    package func status(of summary: ScanSummary) -> [UInt8] { Array(Self.status(of: summary).utf8) }

    package func results(of entry: ScanEntry) throws -> [UInt8] { Array(Self.results(of: entry).utf8) }

    /// Returns the answer to a poll, as a JSON string.
    package static func status(of summary: ScanSummary) -> String {
        "\"\(summary.state.rawValue) \(summary.progress.completed)/\(summary.progress.total)\""
    }

    /// Returns the answer to a read of results, as a JSON string.
    package static func results(of entry: ScanEntry) -> String { "\"\(entry.opportunities.count) opportunities\"" }
}
