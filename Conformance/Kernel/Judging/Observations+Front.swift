//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Observations {
    /// The finding for requests of a kind that never reached the application; `nil` where nothing in front answered.
    func frontAnswer(to intent: Event.Intent) -> Finding? {
        let position = frontAnswers.first { event($0).intent == intent }
        guard let position, let name = front.answerer(of: event(position)) else { return nil }
        return .skipped(reason: "answered by something in front (\(name))")
    }
}
