//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

extension Plan {
    /// The section `load`: arrivals at rates that rise by stages.
    public struct Load: PlanSection {
        /// The rate of the first stage, in arrivals per second; 0 for a plan that is no load test.
        public var startRate = 0
        /// The factor from the rate of one stage to that of the next.
        public var growth = 1.5
        /// The highest rate, in arrivals per second.
        public var maximumRate = 10_000
        /// The duration of a stage.
        public var stage = Duration.seconds(10)
        /// The duration of the stage that confirms the capacity.
        public var confirmation = Duration.seconds(20)
        /// The number of jobs that are started before the first stage.
        public var jobs = 20
        /// The number of initiations per second, within what the users' rate limit allows.
        public var initiations = 1.0
        /// The share of arrivals that read results.
        public var reads = 0.05
        /// The bound on the 99th percentile of the latency of polls.
        public var pollLatency = Duration.milliseconds(500)
        /// The bound on the 99th percentile of the latency of results reads.
        public var readLatency = Duration.seconds(1)
        /// The share of wrong answers of any kind above which a deployment is broken.
        public var wrongShare = 0.01
        /// The share of 5xx and missing answers within a second above which a stage is given up at once.
        public var stopShare = 0.5
        /// True if each request takes its own connection, as requests of many users do.
        public var freshConnections = true

        package static let name = "load"

        package static let keys: [PlanKey<Self>] = [
            .int("start_rate", \.startRate, in: 0...1_000_000),
            .share("growth", \.growth, in: 1.05...10),
            .int("maximum_rate", \.maximumRate, in: 1...1_000_000),
            .seconds("stage", \.stage, in: 0.5...3600),
            .seconds("confirmation", \.confirmation, in: 0.5...3600),
            .int("jobs", \.jobs, in: 1...10_000),
            .share("initiations", \.initiations, in: 0...10_000),
            .share("reads", \.reads, in: 0...1),
            .seconds("poll_latency", \.pollLatency, in: 0.001...3600),
            .seconds("read_latency", \.readLatency, in: 0.001...3600),
            .share("wrong_share", \.wrongShare, in: 0...1),
            .share("stop_share", \.stopShare, in: 0...1),
            .bool("fresh_connections", \.freshConnections),
        ]

        /// Creates a section of a plan that is no load test.
        public init() {}
    }

    /// The section `load`.
    public var load: Load {
        get { self[Load.self] }
        set { self[Load.self] = newValue }
    }
}
