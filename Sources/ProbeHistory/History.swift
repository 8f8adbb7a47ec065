//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The complete record of a run, which checks judge at any later time.
///
/// On disk a history is JSON Lines: the header, one event a line, and the footer. See ``HistoryWriter`` and
/// ``HistoryReader``.
public struct History: Sendable, Hashable {
    /// The settings of the run.
    public var header: Header
    /// The requests, ordered by their number.
    public var events: [Event]
    /// The snapshots of the deployment's store, in the order of asking; empty without access to it.
    public var samples: [StoreSnapshot]
    /// The injected faults, in the order of beginning.
    public var faults: [Fault]
    /// The lines of the deployment's logs that a check may need; empty without access to them.
    public var logs: [LogRecord]
    /// The reason for the run's end; absent when the history was cut off.
    public var footer: Footer?

    /// Creates a history.
    public init(
        header: Header,
        events: [Event],
        samples: [StoreSnapshot] = [],
        faults: [Fault] = [],
        logs: [LogRecord] = [],
        footer: Footer? = nil
    ) {
        self.header = header
        self.events = events
        self.samples = samples
        self.faults = faults
        self.logs = logs
        self.footer = footer
    }
}

extension History {
    /// The first line of a history.
    public struct Header: Codable, Sendable, Hashable {
        /// The version of the history's format.
        public var format: Int
        /// The name and version of the tool that wrote the history.
        public var tool: String
        /// The deployment's base URL, without credentials.
        public var target: String
        /// The name of the profile.
        public var profile: String
        /// The whole plan.
        public var plan: Plan
        /// The seed of all random numbers.
        public var seed: UInt64
        /// The start of the run, ISO 8601 in UTC.
        public var startedAt: String
        /// The access that was available to the run.
        public var access: Access
        /// The words by which the profile calls things; absent from histories that are older than them.
        public var nouns: Nouns?

        /// Creates a header.
        public init(
            format: Int = 1,
            tool: String,
            target: String,
            profile: String,
            plan: Plan,
            seed: UInt64,
            startedAt: String,
            access: Access,
            nouns: Nouns? = nil
        ) {
            self.format = format
            self.tool = tool
            self.target = target
            self.profile = profile
            self.plan = plan
            self.seed = seed
            self.startedAt = startedAt
            self.access = access
            self.nouns = nouns
        }
    }

    /// The last line of a history.
    public struct Footer: Codable, Sendable, Hashable {
        /// The reason for the end of a run.
        public enum Reason: String, Codable, Sendable, Hashable {
            /// The plan was carried out.
            case finished
            /// The plan's run budget, or that of memory and disk, was used up.
            case budget
            /// The user interrupted the run.
            case interrupted
        }

        /// The reason for the end.
        public var reason: Reason
        /// The duration of the run, in seconds.
        public var durationSeconds: Double
        /// The budget of the evidence; absent where everything was recorded.
        public var budget: Budget?

        /// The budget of a run's evidence.
        public struct Budget: Codable, Sendable, Hashable {
            /// The maximum memory, in bytes.
            public var memory: Int
            /// The maximum size of the file, in bytes.
            public var disk: Int
            /// True if the run ended because the budget was used up.
            public var isUsedUp: Bool

            /// Creates a description of a budget.
            public init(memory: Int, disk: Int, isUsedUp: Bool) {
                self.memory = memory
                self.disk = disk
                self.isUsedUp = isUsedUp
            }
        }

        /// Creates a footer.
        public init(reason: Reason, durationSeconds: Double, budget: Budget? = nil) {
            self.reason = reason
            self.durationSeconds = durationSeconds
            self.budget = budget
        }
    }
}
