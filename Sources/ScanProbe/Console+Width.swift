//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

extension Console {
    /// The width of what is printed to standard output, in columns.
    ///
    /// `COLUMNS` goes first, as everywhere; but shells keep it for themselves, so a terminal is asked for its width.
    static var width: Int {
        ProcessInfo.processInfo.environment["COLUMNS"].flatMap { Int($0) } ?? self.terminalWidth.map { min($0, 120) }
            ?? 100
    }

    /// The width of the terminal that standard output is; `nil` when it is none, or does not know.
    private static var terminalWidth: Int? {
        var size = winsize()
        // tty_ioctl(4): the kernel fills the structure, or fails without touching it.
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}
