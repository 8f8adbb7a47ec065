//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Everything a run did and saw: what checks judge, now or at any later time.
///
/// On disk a history is JSON Lines: the header, one event a line, and the footer. See ``HistoryWriter`` and
/// ``HistoryReader``.
public struct History: Sendable, Hashable {
    /// How the run was made.
    public var header: Header
    /// The requests, ordered by their number.
    public var events: [Event]
    /// What was seen in the deployment's store, in the order of asking; empty without access to it.
    public var samples: [StoreSnapshot]
    /// What was done to the deployment, in the order of beginning; empty where nothing was.
    public var faults: [Fault]
    /// The lines of the deployment's logs that some check may need; empty without access to them.
    public var logs: [LogRecord]
    /// How the run ended; absent when it was cut off.
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
        /// The seed of everything that was random.
        public var seed: UInt64
        /// When the run started, ISO 8601 in UTC.
        public var startedAt: String
        /// What was available to the run.
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
        /// Why the run ended.
        public enum Reason: String, Codable, Sendable, Hashable {
            /// The plan was carried out.
            case finished
            /// The plan's run budget was used up.
            case budget
            /// Somebody interrupted the run.
            case interrupted
        }

        /// Why the run ended.
        public var reason: Reason
        /// How long the run took, in seconds.
        public var durationSeconds: Double

        /// Creates a footer.
        public init(reason: Reason, durationSeconds: Double) {
            self.reason = reason
            self.durationSeconds = durationSeconds
        }
    }
}
