//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The workload of a run and its limits.
///
/// Durations are seconds. Plans are written in YAML; `Conformance/Plans` has the built-in ones.
public struct Plan: Codable, Sendable, Hashable {
    /// The plan's name.
    public var name: String
    /// The purpose of the plan, in a sentence.
    public var summary: String
    /// The number of jobs that the first user starts.
    public var jobs: Int
    /// The number of concurrent jobs.
    public var concurrentJobs: Int
    /// The bodies of the initiations, JSON texts used in turn; distinct filters make distinct jobs.
    public var bodies: [String]
    /// The time between polls of a job.
    public var pollInterval: Double
    /// The maximum number of polls of a job; after them it counts as never ending.
    public var maximumPolls: Int
    /// The number of polls after the first final response, which check that it stays final.
    public var pollsAfterCompletion: Int
    /// The number of results reads after completion.
    public var resultReads: Int
    /// The number of results reads while the job runs.
    public var earlyResultReads: Int
    /// True if each request takes its own connection, so that requests spread over the workers.
    public var freshConnections: Bool
    /// The timeout of a request.
    public var requestTimeout: Double
    /// The maximum time of a job from its initiation to a final state.
    public var jobBudget: Double
    /// The maximum time of the whole run.
    public var runBudget: Double
    /// The number of times that each isolation probe is sent; each on a fresh connection, to reach every worker.
    public var isolationProbes: Int
    /// The requirement groups that the plan gathers evidence for, such as `status`.
    public var groups: [String]
    /// The number of times that the filters of the first job are initiated again while it runs; 0 when absent.
    public var joins: Int?
    /// The number of refreshes of a complete job; 0 when absent.
    public var refreshes: Int?
    /// The bodies of concurrent duplicate initiations; none when absent.
    public var twinBodies: [String]?
    /// The number of polls of an additional job, one after the other without a pause, which show whether polling
    /// changes its course; 0 when absent.
    public var fastPolls: Int?
    /// The number of times that each bad input is sent, each on its own connection; 0 when absent.
    public var negativeProbes: Int?
    /// The number of concurrent initiations that test the rate limit; 0 when absent.
    public var burst: Int?
    /// The bound on the 99th percentile of status polls, in seconds; absent when the plan sets none.
    public var statusP99: Double?
    /// The bound on the 99th percentile of results reads, in seconds; absent when the plan sets none.
    public var resultsP99: Double?
    /// The time for which jobs are started anew in a soak test; 0 when absent.
    public var soakSeconds: Double?
    /// The time between snapshots of a job in the store; 0.5 s when absent.
    public var sampleInterval: Double?
    /// The number of foreign keys in the store during the search; 1 000 000 when absent.
    public var foreignKeys: Int?
    /// The number of polls after a fault, to reach every worker; 12 when absent.
    public var recoveryPolls: Int?
    /// The time for which a worker is suspended, which has to be longer than its lease on a job; when absent, derived
    /// from the leases in the store, or 12 s.
    public var workerPause: Double?
    /// The error probabilities and limits of the decisions on rates.
    public var rates: Rates

    // The names of format 1, which speaks of scans.
    private enum CodingKeys: String, CodingKey {
        case name, summary, bodies, pollInterval, maximumPolls, pollsAfterCompletion, resultReads, earlyResultReads
        case freshConnections, requestTimeout, runBudget, isolationProbes, groups, joins, refreshes, twinBodies
        case fastPolls, negativeProbes, burst, statusP99, resultsP99, soakSeconds, sampleInterval, foreignKeys
        case recoveryPolls, workerPause, rates
        case jobs = "scans"
        case concurrentJobs = "concurrentScans"
        case jobBudget = "scanBudget"
    }

    /// Creates a plan.
    public init(
        name: String,
        summary: String,
        jobs: Int,
        concurrentJobs: Int,
        bodies: [String],
        pollInterval: Double,
        maximumPolls: Int,
        pollsAfterCompletion: Int,
        resultReads: Int,
        earlyResultReads: Int,
        freshConnections: Bool,
        requestTimeout: Double,
        jobBudget: Double,
        runBudget: Double,
        isolationProbes: Int,
        groups: [String],
        joins: Int? = nil,
        refreshes: Int? = nil,
        twinBodies: [String]? = nil,
        fastPolls: Int? = nil,
        negativeProbes: Int? = nil,
        burst: Int? = nil,
        statusP99: Double? = nil,
        resultsP99: Double? = nil,
        soakSeconds: Double? = nil,
        sampleInterval: Double? = nil,
        foreignKeys: Int? = nil,
        recoveryPolls: Int? = nil,
        workerPause: Double? = nil,
        rates: Rates = Rates()
    ) {
        self.name = name
        self.summary = summary
        self.jobs = jobs
        self.concurrentJobs = concurrentJobs
        self.bodies = bodies
        self.pollInterval = pollInterval
        self.maximumPolls = maximumPolls
        self.pollsAfterCompletion = pollsAfterCompletion
        self.resultReads = resultReads
        self.earlyResultReads = earlyResultReads
        self.freshConnections = freshConnections
        self.requestTimeout = requestTimeout
        self.jobBudget = jobBudget
        self.runBudget = runBudget
        self.isolationProbes = isolationProbes
        self.groups = groups
        self.joins = joins
        self.refreshes = refreshes
        self.twinBodies = twinBodies
        self.fastPolls = fastPolls
        self.negativeProbes = negativeProbes
        self.burst = burst
        self.statusP99 = statusP99
        self.resultsP99 = resultsP99
        self.soakSeconds = soakSeconds
        self.sampleInterval = sampleInterval
        self.foreignKeys = foreignKeys
        self.recoveryPolls = recoveryPolls
        self.workerPause = workerPause
        self.rates = rates
    }
}
