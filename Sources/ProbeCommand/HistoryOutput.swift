//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Probe
import ProbeHistory
import ProbeReports
import Synchronization

/// The history of a run in its folder, whose failures do not end the run.
///
/// A disk that fills up costs the file, but neither the evidence in memory nor the verdict.
final class HistoryOutput: Sendable {
    private let file: HistoryWriter
    private let isBroken = Mutex(false)

    /// Creates the file before the first request: a run whose evidence cannot be stored is not worth starting.
    init(in directory: String) throws(ProbeFailure) {
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            file = try HistoryWriter(file: folder.appending(path: ReportFiles.history))
        } catch let problem as HistoryFileProblem {
            throw ProbeFailure(.output, "\(problem); choose another folder with --out")
        } catch {
            throw ProbeFailure(.output, "\(directory) cannot be written to; choose another folder with --out")
        }
    }

    /// The writer for the run.
    var writer: HistoryWriter {
        HistoryWriter { line in
            // A history with a hole in it would lie: nothing follows a line that is missing.
            guard !self.hasFailed else { return }
            do { try self.file.write(line: line) } catch { self.isBroken.withLock { $0 = true } }
        }
    }

    /// True if a line could not be written.
    var hasFailed: Bool { isBroken.withLock { $0 } }
}
