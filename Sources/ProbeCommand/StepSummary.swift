//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeReports

/// The job summary of a GitHub Actions step, which shows the report on the page of the run.
///
/// Source: GitHub Docs, *Workflow commands*, *Adding a job summary*: Markdown is appended to the file that
/// `GITHUB_STEP_SUMMARY` names; GitLab and others have no such file.
enum StepSummary {
    /// Appends a report, if there is a summary file.
    ///
    /// A failure to write is only a warning and changes no verdict.
    static func append(_ report: Report) {
        guard let path = ProcessInfo.processInfo.environment["GITHUB_STEP_SUMMARY"], !path.isEmpty else { return }
        do {
            let file = URL(filePath: path)
            if !FileManager.default.fileExists(atPath: path) { try Data().write(to: file) }
            let handle = try FileHandle(forWritingTo: file)
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("\(MarkdownReport(report).render())\n".utf8))
            try handle.close()
        } catch {
            Console.printProgress("scan-probe: \(path), from GITHUB_STEP_SUMMARY, cannot be written to\n")
        }
    }
}
