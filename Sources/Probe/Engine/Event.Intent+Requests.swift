//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Event.Intent {
    /// True for a request whose body is wrong on purpose.
    var isBadInput: Bool {
        switch self {
        case .malformedJSON, .wrongType, .wrongMediaType, .oversizedBody: true
        default: false
        }
    }

    /// True for a request in the course of a job of one's own, whose answer later requests may build on.
    var isOwn: Bool {
        switch self {
        case .course, .joins, .refreshes, .twin, .afterErrors, .repeated, .cancelled, .early, .recovery, .burst,
            .flock:
            true
        default: false
        }
    }
}
