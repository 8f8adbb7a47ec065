//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Plan {
    /// The section `initiate`: what else is initiated with a job's filters.
    public struct Initiate: PlanSection {
        /// The number of initiations of the first job's filters while it runs.
        public var joins = 0
        /// The number of times that the first job, once complete, is refreshed by a new one.
        public var refreshes = 0
        /// The bodies of initiations that are sent twice at the same time, one pair after the other until the two requests
        /// of one overlapped.
        public var twinBodies: [String] = []

        package static let name = "initiate"

        package static let keys: [PlanKey<Self>] = [
            .int("joins", \.joins, in: 0...100),
            .int("refreshes", \.refreshes, in: 0...100),
            .bodies("twin_bodies", \.twinBodies),
        ]

        /// Creates a section that initiates nothing twice.
        public init() {}
    }

    /// The section `status`: polls without a pause.
    public struct Status: PlanSection {
        /// The number of polls that one job more gets, one after the other without a pause, to see whether polling
        /// changes its course.
        public var fastPolls = 0

        package static let name = "status"

        package static let keys: [PlanKey<Self>] = [.int("fast_polls", \.fastPolls, in: 0...100_000)]

        /// Creates a section without fast polls.
        public init() {}
    }

    /// The section `latency`: the bounds on response times.
    public struct Latency: PlanSection {
        /// The bound on the 99th percentile of status polls; absent when the plan sets none.
        public var statusP99: Duration?
        /// The bound on the 99th percentile of results reads; absent when the plan sets none.
        public var resultsP99: Duration?

        package static let name = "latency"

        package static let keys: [PlanKey<Self>] = [
            .seconds("status_p99", \.statusP99, in: 0.001...3600),
            .seconds("results_p99", \.resultsP99, in: 0.001...3600),
        ]

        /// Creates a section without bounds.
        public init() {}
    }

    /// The section `soak`: a run that starts jobs anew.
    public struct Soak: PlanSection {
        /// The time for which jobs are started anew, to see the effects of a long run.
        public var seconds = Duration.zero

        package static let name = "soak"

        package static let keys: [PlanKey<Self>] = [.seconds("seconds", \.seconds, in: 0...604_800)]

        /// Creates a section that starts nothing anew.
        public init() {}
    }

    /// The section `initiate`.
    public var initiate: Initiate {
        get { self[Initiate.self] }
        set { self[Initiate.self] = newValue }
    }

    /// The section `status`.
    public var status: Status {
        get { self[Status.self] }
        set { self[Status.self] = newValue }
    }

    /// The section `latency`.
    public var latency: Latency {
        get { self[Latency.self] }
        set { self[Latency.self] = newValue }
    }

    /// The section `soak`.
    public var soak: Soak {
        get { self[Soak.self] }
        set { self[Soak.self] = newValue }
    }
}
