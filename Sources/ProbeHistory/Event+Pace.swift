//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Event {
    /// The time that a run leaves between the polls of a job.
    public enum Pace: String, Codable, Sendable, Hashable, CaseIterable {
        /// The plan's interval.
        case usual
        /// None: one poll follows the other.
        case fast
    }
}

// A history written before there were these fields tells pace and disturbance by the names of its jobs alone. Nothing but
// the reading of histories may rest on that.
extension Event.Pace {
    /// The pace as a history tells it; a job of an older history was polled fast if it is called `fast-…`.
    init(_ field: Event.Pace?, ofJob name: String?) {
        self = field ?? (name?.hasPrefix("fast-") == true ? .fast : .usual)
    }
}

extension Event.Intent {
    /// The intent as a history tells it; the course of a job called `recovery-…` is that of one that the run disturbs.
    init(_ field: Event.Intent, ofJob name: String?) {
        self = field == .course && name?.hasPrefix("recovery-") == true ? .recovery : field
    }
}
