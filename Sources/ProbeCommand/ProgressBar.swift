//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeReports

/// A bar of how much of the input is read, overwritten on a terminal's standard error.
final class ProgressBar {
    private static let eraseLine = "\r\u{1B}[K"
    private static let width = 30

    private let isShown: Bool
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant?

    init(isShown: Bool) {
        self.isShown = isShown
    }

    /// Shows the bytes read, of all if they are known, five times a second.
    func show(_ read: Int, of total: Int) {
        guard isShown else { return }
        let now = ContinuousClock.now
        // Nothing for what takes a moment.
        guard now - start > .milliseconds(500), last.map({ now - $0 > .milliseconds(200) }) ?? true else { return }
        last = now
        let megabytes = read / 1_000_000
        guard total > 0 else { return Console.printProgress(Self.eraseLine + "\(megabytes) MB read") }
        let share = min(Double(read) / Double(total), 1)
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: Self.width - filled)
        Console.printProgress(
            Self.eraseLine + Console.fitted("\(bar) \(Int(share * 100)) %  \(megabytes) of \(total / 1_000_000) MB")
        )
    }

    /// Erases the bar.
    func erase() {
        if last != nil { Console.printProgress(Self.eraseLine) }
    }
}
