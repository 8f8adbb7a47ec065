//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Foundation
import ProbeReports

/// The terminal that the command was started from.
enum Console {
    /// Whether colours are wanted: on a terminal, unless `NO_COLOR` is set.
    static var usesColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(FileHandle.standardOutput.fileDescriptor) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    /// Prints text that ends with a line feed of its own.
    static func print(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// Tells in one line why nothing can be judged, and returns what ends the process.
    static func fail(_ message: String) -> ExitCode {
        self.fail(message, .untestable)
    }

    /// Tells in one line what does not hold, and returns what ends the process with a status.
    static func fail(_ message: String, _ status: ExitStatus) -> ExitCode {
        FileHandle.standardError.write(Data("scan-probe: \(TerminalText.safe(message))\n".utf8))
        return status.exitCode
    }

    /// Tells in one line what to mend, while the work goes on.
    static func warn(_ message: String) {
        FileHandle.standardError.write(Data("scan-probe: warning: \(TerminalText.safe(message))\n".utf8))
    }
}
