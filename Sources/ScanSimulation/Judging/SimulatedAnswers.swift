//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import ScanCore

/// Answers that the audit can read.
struct SimulatedAnswers: AnswerRendering {
    func status(of summary: ScanSummary) -> [UInt8] { Array("\(summary.progress.completed)".utf8) }
    func results(of entry: ScanEntry) throws -> [UInt8] { Array("\(entry.runs.count)".utf8) }

    /// Returns the number of finished strategies that an answer to a poll tells.
    static func completed(in answer: ScanAnswer) -> Int { Int(String(buffer: answer.body)) ?? -1 }
}
