//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import ScanCore

/// A progress bar on standard error, redrawn as strategies finish; silent unless standard error is a terminal.
struct ScanProgressBar {
    /// The control sequence that erases the line: carriage return, then EL (ECMA-48).
    private static let eraseLine = "\r\u{1B}[K"
    private static let width = 28

    private let isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// Draws the progress of a scan and its current strategy.
    func show(_ entry: ScanEntry) {
        guard isTerminal else { return }
        let progress = entry.summary.progress
        let filled = Int(progress.percentage / 100 * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let current = entry.pendingStrategies.first ?? ""
        StandardError.write("\(Self.eraseLine)\(bar) \(progress.completed)/\(progress.total) \(current)")
    }

    /// Erases the bar.
    func clear() {
        if isTerminal { StandardError.write(Self.eraseLine) }
    }
}
