//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks

/// The exit status of the process; the one place where a verdict becomes a number.
///
/// Source: `Conformance/Contract/judging.md#exit-statuses`.
enum ExitStatus: Int32 {
    /// The deployment passed.
    case pass = 0
    /// The deployment failed.
    case fail = 1
    /// There was not enough evidence to decide.
    case inconclusive = 2
    /// Nothing could be judged: unreachable, login refused, a bad profile, an unreadable history.
    case untestable = 3
    /// The command line is wrong.
    case usage = 64
    /// A report or standard output could not be written; a verdict that is known was printed.
    ///
    /// The number is that of `EX_IOERR` in sysexits(3).
    case output = 74

    /// Returns the status of a verdict.
    init(_ verdict: Judgement.Overall) {
        switch verdict {
        case .pass: self = .pass
        case .fail: self = .fail
        case .inconclusive: self = .inconclusive
        }
    }

    /// The error that a command throws in order to end with the status.
    var exitCode: ExitCode { ExitCode(rawValue) }
}
