//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import Testing

@Suite struct PlanTests {
    @Test(arguments: ["acceptance", "documented", "load", "local", "smoke", "soak", "watch"])
    func `the built-in plans load`(name: String) throws {
        let plan = try Plan.load(name)
        #expect(plan.name == name)
        #expect(plan.jobs.freshConnections)
    }

    @Test func `the documented plan is what the documented scripts do`() throws {
        let plan = try Plan.load("documented")
        #expect(plan.jobs.count == 1)
        #expect(plan.jobs.pollInterval == .seconds(3))
        #expect(plan.jobs.maximumPolls == 60)
        #expect(plan.jobs.resultReads == 5)
        #expect(plan.isolation.probes == 0)
        #expect(!plan.groups.contains(.isolation))
    }

    @Test func `the acceptance plan can decide the rates`() throws {
        let plan = try Plan.load("acceptance")
        let jobs = plan.jobs
        #expect(plan.groups == RequirementGroup.allCases)
        #expect(jobs.count * jobs.pollsAfterCompletion >= 100)
        #expect(jobs.count * jobs.resultReads >= 88)
        #expect(plan.rates.maximumPolls > 100)
        #expect(jobs.count + plan.rates.maximumInitiations >= 133)
        // One user alone can send that many within the run's budget.
        #expect(plan.runBudget / 60 * plan.rates.initiationsPerMinute >= .seconds(133))
        // Filters of their own keep jobs apart.
        #expect(Set(jobs.bodies).count == jobs.count)
        #expect(jobs.bodies.contains("{}"))
        // The first user's initiations, bad ones included, stay below the API's limit of 30 a minute.
        let initiate = plan.initiate
        let extra = initiate.joins + initiate.refreshes + 4 * plan.errors.negativeProbes
        #expect(jobs.count + extra + 2 * initiate.twinBodies.count + 2 <= 25)
        #expect(plan.errors.burst > 30)
    }

    @Test func `a plan needs no more than a name and groups`() throws {
        let plan = try Plan(yaml: "name: mine\ngroups: [status]\n", fileName: "my.yaml")
        #expect(plan.jobs == Plan.Jobs())
        #expect(plan.rates == Plan.Rates())
        #expect(plan.isolation == Plan.Isolation())
        #expect(plan.runBudget == .seconds(900))
    }

    @Test func `the keys from before there were sections are read as those of the sections`() throws {
        let older = """
            name: mine
            summary: Mine
            scans: 4
            concurrent_scans: 2
            bodies: ['{}', '{"symbols":["BTC/USDT"]}']
            poll_interval: 0.25
            maximum_polls: 7
            polls_after_completion: 8
            result_reads: 9
            early_result_reads: 10
            fresh_connections: false
            request_timeout: 3.5
            scan_budget: 11
            run_budget: 12
            isolation_probes: 13
            groups: [status, rates]
            alpha: 0.01
            beta: 0.02
            maximum_rate_polls: 300
            maximum_rate_initiations: 40
            initiations_per_minute: 10
            result_lifetime: 60
            joins: 14
            refreshes: 15
            twin_bodies: ['{"a":1}']
            fast_polls: 16
            negative_probes: 17
            burst: 18
            status_p99: 0.5
            results_p99: 1.5
            soak_seconds: 19
            sample_interval: 0.75
            foreign_keys: 20
            recovery_polls: 21
            worker_pause: 22
            """
        let newer = """
            name: mine
            summary: Mine
            groups: [status, rates]
            request_timeout: 3.5
            run_budget: 12
            jobs:
              count: 4
              concurrent: 2
              bodies: ['{}', '{"symbols":["BTC/USDT"]}']
              poll_interval: 0.25
              maximum_polls: 7
              polls_after_completion: 8
              result_reads: 9
              early_result_reads: 10
              fresh_connections: false
              budget: 11
            initiate: {joins: 14, refreshes: 15, twin_bodies: ['{"a":1}']}
            status: {fast_polls: 16}
            rates:
              {alpha: 0.01, beta: 0.02, maximum_polls: 300, maximum_initiations: 40, initiations_per_minute: 10,
              result_lifetime: 60}
            isolation: {probes: 13}
            errors: {negative_probes: 17, burst: 18}
            latency: {status_p99: 0.5, results_p99: 1.5}
            store: {sample_interval: 0.75, foreign_keys: 20}
            recovery: {polls: 21, worker_pause: 22}
            soak: {seconds: 19}
            """
        let plan = try Plan(yaml: newer, fileName: "newer.yaml")
        #expect(try Plan(yaml: older, fileName: "older.yaml") == plan)
        #expect(plan.jobs.bodies.count == 2 && plan.jobs.pollInterval == .milliseconds(250))
        #expect(plan.recovery.polls == 21 && plan.recovery.workerPause == .seconds(22))
        #expect(plan.requestTimeout == .milliseconds(3500) && plan.soak.seconds == .seconds(19))
    }

    @Test func `both forms of one key are a mistake, those of two keys are not`() throws {
        let text = try #require(Plan.builtInText("smoke"))
        let failure = #expect(throws: ProbeFailure.self) {
            try Plan(yaml: text + "scan_budget: 3\n", fileName: "my.yaml")
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
        #expect(
            failure?.message
                == "my.yaml:\(lines): `scan_budget` is the older name of `jobs.budget`, which is given too:"
                + " leave one out"
        )
        let plan = try Plan(yaml: text + "refreshes: 1\n", fileName: "my.yaml")
        #expect(plan.initiate.joins == 1 && plan.initiate.refreshes == 1)
    }

    @Test func `the keys about rates are optional`() throws {
        let text = try #require(Plan.builtInText("smoke"))
        #expect(try Plan(yaml: text, fileName: "my.yaml").rates == Plan.Rates())
    }

    @Test(arguments: [
        (
            "poll_interval: 0.2", "poll_intervall: 0.2",
            "unknown key `poll_intervall` in `jobs`; did you mean `poll_interval`?"
        ),
        (
            "poll_interval: 0.2", "poll_interval: fast",
            "`jobs.poll_interval` must be a number of seconds from 0.01 to 3600.0"
        ),
        ("count: 3", "count: 0", "`jobs.count` must be a whole number from 1 to 100000"),
        ("isolation:\n", "isolatoin:\n", "unknown key `isolatoin`; did you mean `isolation`?"),
        ("joins: 1", "joins: -1", "`initiate.joins` must be a whole number from 0 to 100"),
        ("name: smoke", "name: smoke\nstatus_p99: 0", "`status_p99` must be a number of seconds from 0.001 to 3600.0"),
        ("name: smoke", "name: smoke\nlatency: 3", "`latency` must be a mapping"),
        ("joins: 1", "twin_bodies: ['[]']", "`initiate.twin_bodies` must be a list of JSON objects as texts, not `[]`"),
        ("name: smoke\n", "", "the key `name` is missing"),
        ("fresh_connections: true", "fresh_connections: maybe", "`jobs.fresh_connections` must be true or false"),
        ("    - '{}'", "    - '{'", "`jobs.bodies` must be a list of JSON objects as texts, not `{`"),
        ("name: smoke", "name: smoke\nalpha: 0", "`alpha` must be a number from 1e-06 to 0.5"),
        ("name: smoke", "name: smoke\nrates: {maximum_polls: -1}", "`rates.maximum_polls` must be a whole number"),
        ("isolation,", "isolaton,", "unknown group `isolaton` in `groups`; did you mean `isolation`?"),
    ])
    func `a mistake is told in one line that names file, line and key`(
        original: String,
        mistake: String,
        words: String
    ) throws {
        let text = try #require(Plan.builtInText("smoke"))
        try #require(text.contains(original))
        let broken = text.replacing(original, with: mistake, maxReplacements: 1)
        let failure = #expect(throws: ProbeFailure.self) { try Plan(yaml: broken, fileName: "my.yaml") }
        let message = try #require(failure?.message)
        #expect(message.contains(words), "\(message)")
        #expect(message.contains(#/^my\.yaml:\d+: /#), "\(message)")
        #expect(failure?.code == .badPlan)
    }
}
