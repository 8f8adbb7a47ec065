//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeReports
import SystemPackage

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
            let file = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .append, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead]
            )
            try file.closeAfter { _ = try file.writeAll("\(MarkdownReport(report).render())\n".utf8) }
        } catch {
            Console.printProgress("scan-probe: \(path), from GITHUB_STEP_SUMMARY, cannot be written to\n")
        }
    }
}
