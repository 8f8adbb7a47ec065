//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Plan {
    /// The section `jobs`: the jobs that the first user starts, and how each is followed.
    public struct Jobs: PlanSection {
        /// The number of jobs.
        public var count = 1
        /// The number of them that run at the same time.
        public var concurrent = 1
        /// The bodies of the initiations, JSON texts used in turn; distinct filters make distinct jobs.
        public var bodies = ["{}"]
        /// The time from one poll of a job to the next.
        public var pollInterval = Duration.seconds(1)
        /// The number of polls after which a job counts as never ending.
        public var maximumPolls = 300
        /// The number of polls that follow the first final answer, to see whether it stays final.
        public var pollsAfterCompletion = 5
        /// The number of results reads after completion.
        public var resultReads = 3
        /// The number of results reads while the job runs.
        public var earlyResultReads = 0
        /// True if each request takes its own connection, so that requests spread over the workers.
        public var freshConnections = true
        /// The time a job may take from its initiation to a final state.
        public var budget = Duration.seconds(120)

        package static let name = "jobs"

        package static let keys: [PlanKey<Self>] = [
            .int("count", \.count, in: 1...100_000),
            .int("concurrent", \.concurrent, in: 1...1000),
            .bodies("bodies", \.bodies),
            .seconds("poll_interval", \.pollInterval, in: 0.01...3600),
            .int("maximum_polls", \.maximumPolls, in: 1...1_000_000),
            .int("polls_after_completion", \.pollsAfterCompletion, in: 0...1_000_000),
            .int("result_reads", \.resultReads, in: 0...1_000_000),
            .int("early_result_reads", \.earlyResultReads, in: 0...1_000_000),
            .bool("fresh_connections", \.freshConnections),
            .seconds("budget", \.budget, in: 0.1...86_400),
        ]

        /// Creates a section of one job, polled once a second.
        public init() {}
    }

    /// The section `jobs`.
    public var jobs: Jobs {
        get { self[Jobs.self] }
        set { self[Jobs.self] = newValue }
    }
}
