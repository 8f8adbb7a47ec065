//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ProbeReports

/// The end of a command that judges.
enum Conclusion {
    /// Prints a report, then the problems with its files, and ends the process.
    ///
    /// - Parameters:
    ///   - text: The report as it is to be printed.
    ///   - report: The report.
    ///   - problems: What could not be written, one line each.
    /// - Throws: The exit code: that of the verdict, or of ``ExitStatus/output`` if anything could not be written.
    static func end(_ text: String, _ report: Report, problems: [String]) throws {
        var status = ExitStatus(report.conclusion).exitCode
        do { try Console.print(text) } catch let code as ExitCode { status = code }
        StepSummary.append(report)
        for problem in problems { status = Console.fail(problem, .output) }
        throw status
    }

    /// Refuses an option `--out` with an empty name, which most often comes from a variable that is not set.
    static func requireName(of output: String?) throws {
        if output?.isEmpty == true { throw ValidationError("--out needs a name.") }
    }
}
