//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Probe
import ProbeHistory
import ProbeReports
import Synchronization

/// The history of a run in its folder, whose failures do not end the run.
///
/// A disk that fills up costs the file, but neither the evidence in memory nor the verdict.
final class HistoryOutput: Sendable {
    /// The writer for the run.
    let writer: HistoryWriter
    private let flag: Flag

    // A class of its own, which the writer may refer to before there is an output.
    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    /// Creates the file before the first request: a run whose evidence cannot be stored is not worth starting.
    init(in directory: String) throws(ProbeFailure) {
        let folder = URL(filePath: directory, directoryHint: .isDirectory)
        let flag = Flag()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            writer = try HistoryWriter(file: folder.appending(path: ReportFiles.history)) {
                flag.isSet.store(true, ordering: .relaxed)
            }
        } catch let problem as HistoryFileProblem {
            throw ProbeFailure(.output, "\(problem); choose another folder with --out")
        } catch {
            throw ProbeFailure(.output, "\(directory) cannot be written to; choose another folder with --out")
        }
        self.flag = flag
    }

    /// True if a line could not be written.
    var hasFailed: Bool { flag.isSet.load(ordering: .relaxed) }
}
