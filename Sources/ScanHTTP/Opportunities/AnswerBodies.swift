//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import ScanCore

/// The rendering of polls' and reads' answers as the contract has them.
package struct AnswerBodies: AnswerRendering {
    /// The expected duration of one strategy, in seconds.
    let secondsPerStrategy: Double

    /// Creates the rendering.
    package init(secondsPerStrategy: Double) {
        self.secondsPerStrategy = secondsPerStrategy
    }

    package func status(of summary: ScanSummary) -> [UInt8] {
        StatusBody(summary, remaining: remaining(of: summary)).json
    }

    package func results(of entry: ScanEntry) throws -> [UInt8] {
        try [UInt8](JSONBytes.encode(ResultsBody(entry)))
    }

    /// Returns the estimated remaining time of a scan, in seconds, from its pace so far.
    func remaining(of summary: ScanSummary) -> Int {
        let progress = summary.progress
        let left = Double(progress.total - progress.completed)
        guard progress.completed > 0 else { return Int((left * secondsPerStrategy).rounded(.up)) }
        let elapsed = Double(summary.elapsedMilliseconds(by: summary.cachedAt)) / 1000
        return Int((left * elapsed / Double(progress.completed)).rounded(.up))
    }
}
