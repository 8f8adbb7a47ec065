//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import ScanCore

/// A bar on standard error that is drawn over as the strategies finish; nothing at all where that is no terminal.
struct ScanProgressBar {
    /// Carriage return, and erase to the end of the line (ECMA-48, EL).
    private static let eraseLine = "\r\u{1B}[K"
    private static let width = 28

    private let isTerminal = isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"

    /// Shows how far a scan has come, and what runs now.
    func show(_ entry: ScanEntry) {
        guard isTerminal else { return }
        let progress = entry.summary.progress
        let filled = Int(progress.percentage / 100 * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        let current = entry.pendingStrategies.first ?? ""
        StandardError.write("\(Self.eraseLine)\(bar) \(progress.completed)/\(progress.total) \(current)")
    }

    /// Takes the bar away.
    func clear() {
        if isTerminal { StandardError.write(Self.eraseLine) }
    }
}
