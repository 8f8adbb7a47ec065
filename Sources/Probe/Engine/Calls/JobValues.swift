//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// A value that was captured from an answer.
struct CapturedValue: Sendable, Hashable {
    /// The value.
    var text: String
    /// The URL of the request, to which an address is relative.
    var base: String
}

/// The captured values of each job of a run.
final class JobValues: Sendable {
    private let values = Mutex<[String: [String: CapturedValue]]>([:])

    /// Returns the values of a job.
    subscript(_ jobID: String?) -> [String: CapturedValue] {
        guard let jobID else { return [:] }
        return values.withLock { $0[jobID] ?? [:] }
    }

    /// Keeps values of a job, over those that were kept before.
    func keep(_ captured: [String: CapturedValue], of jobID: String) {
        guard !captured.isEmpty else { return }
        values.withLock { $0[jobID, default: [:]].merge(captured) { $1 } }
    }
}
