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

    /// Prints text that ends with its own line feed.
    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Prints the reason that nothing can be judged, in one line, and returns the error that ends the process.
    static func fail(_ message: String) -> ExitCode {
        self.fail(message, .untestable)
    }

    /// Prints the reason of a failure in one line, and returns the error that ends the process with a status.
    static func fail(_ message: String, _ status: ExitStatus) -> ExitCode {
        FileHandle.standardError.write(Data("scan-probe: \(TerminalText.safe(message))\n".utf8))
        return status.exitCode
    }

    /// Prints a warning in one line.
    static func warn(_ message: String) {
        FileHandle.standardError.write(Data("scan-probe: warning: \(TerminalText.safe(message))\n".utf8))
    }
}
