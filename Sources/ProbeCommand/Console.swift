//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import ProbeReports

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The terminal that the command was started from.
enum Console {
    /// True if colours are wanted: on a terminal, unless `NO_COLOR` is set.
    static var usesColor: Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
            && environment["TERM"] != "dumb"
    }

    /// Prints the reason that nothing can be judged, in one line, and returns the error that ends the process.
    static func fail(_ message: String) -> ExitCode {
        self.fail(message, .untestable)
    }

    /// Prints the reason of a failure in one line, and returns the error that ends the process with a status.
    static func fail(_ message: String, _ status: ExitStatus) -> ExitCode {
        printError("scan-probe: \(TerminalText.safe(message))\n")
        return status.exitCode
    }

    /// Prints a warning in one line.
    static func warn(_ message: String) {
        printError("scan-probe: warning: \(TerminalText.safe(message))\n")
    }
}

extension Console {
    /// True if standard error is a terminal on which a line can be overwritten.
    static var showsLiveView: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Writes to standard error, the stream for all output during a run: standard output is the report's.
    static func printProgress(_ text: String) {
        printError(text)
    }
}

extension Console {
    /// The width of standard output, in columns.
    ///
    /// `COLUMNS` has priority, as everywhere; but shells do not export it, so a terminal is asked for its width.
    static var width: Int {
        ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? self.width(of: STDOUT_FILENO).map {
            min($0, 120)
        }
            ?? 100
    }

    /// Truncates a line that will be overwritten to the terminal's width: a wrapped line could not be erased.
    static func fitted(_ line: String) -> String {
        width(of: STDERR_FILENO).map { TerminalText.cut(line, width: $0 - 1) } ?? line
    }

    /// Returns the width of the terminal behind a descriptor; `nil` without a terminal, or with an unknown width.
    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        // tty_ioctl(4): the kernel fills the structure, or fails without touching it.
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
