//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeReports

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

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
        self.width(of: STDERR_FILENO).map { TerminalText.cut(line, width: $0 - 1) } ?? line
    }

    /// Returns the width of the terminal behind a descriptor; `nil` without a terminal, or with an unknown width.
    private static func width(of descriptor: Int32) -> Int? {
        var size = winsize()
        // tty_ioctl(4): the kernel fills the structure, or fails without touching it.
        guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
