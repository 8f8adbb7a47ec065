//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
package import Testing

/// The tests of a run, by `SCAN_TESTS` in the environment.
///
/// With `in-process` no test starts a process; with `fast` none takes seconds, either. All run without it.
package enum TestSelection {
    private static let name = ProcessInfo.processInfo.environment["SCAN_TESTS"]

    /// A flag for a run whose tests may start processes.
    package static let startsProcesses = name != "fast" && name != "in-process"
    /// A flag for a run whose tests may take seconds.
    package static let takesSeconds = name != "fast"
}

extension Trait where Self == ConditionTrait {
    /// Marks a test that computes or waits for a second or more, such as one with thousands of made-up cases.
    package static var takesSeconds: Self {
        .enabled(if: TestSelection.takesSeconds, "It takes seconds, and SCAN_TESTS=fast leaves such tests out.")
    }
}
