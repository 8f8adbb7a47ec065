//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

/// The file descriptors of the test process.
enum OpenDescriptors {
    /// The number that may be open at a time: a quarter of the usual limit of a process, and of what `select` can watch.
    static let limit = 256

    /// The number of open descriptors; 0 where it cannot be read.
    static var count: Int { (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0 }

    /// Records an issue if too many are open, as where something is started and never closed.
    ///
    /// Called at each start of a process, since servers and their connections are by far the most of them.
    static func expectFew() {
        let open = count
        if open >= limit { Issue.record("\(open) file descriptors are open; fewer than \(limit) should be") }
    }
}
