//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Foundation
import ProbeReports

/// The terminal that the command was started from.
enum Console {
    /// True if colours are wanted: on a terminal, unless `NO_COLOR` is set.
    static var usesColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(FileHandle.standardOutput.fileDescriptor) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    /// Prints the reason that nothing can be judged, in one line, and returns the error that ends the process.
    static func fail(_ message: String) -> ExitCode {
        self.fail(message, .untestable)
    }

    /// Prints the reason of a failure in one line, and returns the error that ends the process with a status.
    static func fail(_ message: String, _ status: ExitStatus) -> ExitCode {
        self.printError("scan-probe: \(TerminalText.safe(message))\n")
        return status.exitCode
    }

    /// Prints a warning in one line.
    static func warn(_ message: String) {
        self.printError("scan-probe: warning: \(TerminalText.safe(message))\n")
    }
}
