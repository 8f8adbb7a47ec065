//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import Testing

@Suite struct PlanTests {
    @Test(arguments: ["acceptance", "documented", "local", "smoke", "soak"])
    func `the built-in plans load`(name: String) throws {
        let plan = try Plan.load(name)
        #expect(plan.name == name)
        #expect(plan.freshConnections)
    }

    @Test func `the documented plan is what the documented scripts do`() throws {
        let plan = try Plan.load("documented")
        #expect(plan.jobs == 1)
        #expect(plan.pollInterval == 3)
        #expect(plan.maximumPolls == 60)
        #expect(plan.resultReads == 5)
        #expect(plan.isolationProbes == 0)
        #expect(!plan.groups.contains("isolation"))
    }

    @Test func `the acceptance plan can decide the rates`() throws {
        let plan = try Plan.load("acceptance")
        #expect(plan.groups == Plan.knownGroups)
        #expect(plan.jobs * plan.pollsAfterCompletion >= 100)
        #expect(plan.jobs * plan.resultReads >= 88)
        #expect(plan.rates.maximumPolls > 100)
        #expect(plan.jobs + plan.rates.maximumInitiations >= 133)
        // One user alone can send this many within the run's budget.
        #expect(plan.runBudget / 60 * Double(plan.rates.initiationsPerMinute) >= 133)
        // Distinct filters keep jobs apart.
        #expect(Set(plan.bodies).count == plan.jobs)
        #expect(plan.bodies.contains("{}"))
        // The first user's initiations, bad ones included, stay below the API's limit of 30 a minute.
        let extra = [plan.joins, plan.refreshes, plan.negativeProbes.map { 4 * $0 }].compactMap(\.self).reduce(0, +)
        #expect(plan.jobs + extra + 2 * (plan.twinBodies ?? []).count + 2 <= 25)
        #expect(plan.burst ?? 0 > 30)
    }

    @Test func `the keys about rates are optional`() throws {
        let text = try #require(Plan.builtInText("smoke"))
        let keys = """

            alpha: 0.01
            beta: 0.02
            maximum_rate_polls: 300
            maximum_rate_initiations: 40
            initiations_per_minute: 10
            result_lifetime: 60
            """
        let plan = try Plan(yaml: text + keys, fileName: "my.yaml")
        #expect(
            plan.rates
                == Plan.Rates(
                    alpha: 0.01,
                    beta: 0.02,
                    maximumPolls: 300,
                    maximumInitiations: 40,
                    initiationsPerMinute: 10,
                    resultLifetime: 60
                )
        )
        #expect(try Plan(yaml: text, fileName: "my.yaml").rates == Plan.Rates())
    }

    @Test(arguments: [
        ("poll_interval: 0.2", "poll_intervall: 0.2", "unknown key `poll_intervall`; did you mean `poll_interval`?"),
        ("poll_interval: 0.2", "poll_interval: fast", "`poll_interval` must be a number of seconds"),
        ("scans: 3", "scans: 0", "`scans` must be a whole number from 1 to 100000"),
        ("joins: 1", "joins: -1", "`joins` must be a whole number from 0 to 100"),
        ("joins: 1", "status_p99: 0", "`status_p99` must be a number of seconds"),
        ("joins: 1", "twin_bodies: ['[]']", "`twin_bodies` must be a list of JSON objects as texts, not `[]`"),
        ("scans: 3\n", "", "the key `scans` is missing"),
        ("fresh_connections: true", "fresh_connections: maybe", "`fresh_connections` must be true or false"),
        ("  - '{}'", "  - '{'", "`bodies` must be a list of JSON objects as texts, not `{`"),
        ("scans: 3", "alpha: 0\nscans: 3", "`alpha` must be a number from 1e-06 to 0.5"),
        (
            "scans: 3", "maximum_rate_polls: -1\nscans: 3",
            "`maximum_rate_polls` must be a whole number from 0 to 1000000"
        ),
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
