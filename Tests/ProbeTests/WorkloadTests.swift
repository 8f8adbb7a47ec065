//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import Synchronization
import Testing

@testable import Probe

/// Tests of the schedule of workloads, and of what each built-in one needs.
@Suite struct WorkloadTests {
    // MARK: - A workload that is none of the prober's

    @Test func `a made-up workload is performed by the runner, with its own section of the plan`() async throws {
        let workloads: [any Workload] = [JobSeries(), Echoes()]
        let plan = try Plan(
            yaml: "name: mine\ngroups: [status]\nechoes: {rounds: 3}\njobs: {poll_interval: 0.02}\n",
            fileName: "mine.yaml",
            sections: Plan.sections(of: workloads)
        )
        let history = try await Self.run(workloads, plan)
        #expect(history.events(.status, .unknownID).count == 3)
        // After the jobs, as its phase says.
        #expect(history.events.suffix(3).allSatisfy { $0.intent == .unknownID })
        #expect(history.footer?.reason == .finished)
        // The section is kept in the history, its defaults included, and is read from there.
        let lines = Lines()
        try lines.writer.write(history)
        let read = try HistoryReader().read(lines.bytes)
        #expect(read.header.plan == history.header.plan)
        #expect(lines.text.contains(#""sections":{"echoes":{"pause":0.01,"rounds":3}}"#))
        #expect(read.header.plan[Plan.Echoes.self].rounds == 3)
    }

    @Test func `it is left out where the plan has neither its group nor what it needs`() async throws {
        let workloads: [any Workload] = [JobSeries(), Echoes()]
        let none = try await Self.run(workloads, .quick { $0[Plan.Echoes.self].rounds = 0 })
        #expect(none.events(.status, .unknownID).isEmpty)
        let other = try await Self.run(workloads, .quick { $0.groups = [.results] })
        #expect(other.events(.status, .unknownID).isEmpty)
        let both = try await Self.run(workloads, .quick())
        #expect(both.events(.status, .unknownID).count == 2)
    }

    @Test func `a mistake in its section is told like any other`() {
        let failure = #expect(throws: ProbeFailure.self) {
            try Plan(
                yaml: "name: mine\ngroups: [status]\nechoes:\n  rounds: many\n",
                fileName: "mine.yaml",
                sections: Plan.sections(of: [Echoes()])
            )
        }
        #expect(failure?.message == "mine.yaml:4: `echoes.rounds` must be a whole number from 0 to 100")
    }

    @Test func `the guide shows it to the letter`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
        let source = try String(contentsOf: root.appending(path: "Support/MadeUpWorkload.swift"), encoding: .utf8)
        let file = root.appending(path: "../../Conformance/Guides/author-a-workload.md")
        let guide = try String(contentsOf: file.standardizedFileURL, encoding: .utf8)
        let example = try #require(
            guide.split(separator: "```swift\n").dropFirst().first?.split(separator: "```").first
        )
        #expect(source.contains(example))
    }

    @Test func `phases follow each other, and what stands beside the jobs ends before anything is disturbed`()
        async throws
    {
        let order = Mutex<[WorkloadPhase]>([])
        let workloads = WorkloadPhase.allCases.filter { $0 != .besideEachJob }.reversed().map { phase in
            Noting(phase: phase) { phase in order.withLock { $0.append(phase) } }
        }
        _ = try await Self.run([JobSeries()] + workloads, .quick())
        let noted = order.withLock { $0 }
        #expect(noted.first == .before)
        #expect(noted.suffix(4) == [.undisturbed, .faults, .closing, .last])
        #expect(Set(noted.dropFirst().dropLast(4)) == [.jobs, .extending, .beside, .besideInTurn])
        let jobs = noted.firstIndex(of: .jobs) ?? .max
        #expect(jobs < noted.firstIndex(of: .extending) ?? 0)
    }

    // MARK: - The built-in ones

    /// A change of the conditions, and the workloads that are left out for it.
    struct Lack: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var workloads: Set<String>
        var change: @Sendable (inout Conditions) -> Void
    }

    static let lacks: [Lack] = [
        Lack(testDescription: "nothing", workloads: []) { _ in },
        Lack(testDescription: "a second user", workloads: ["ForeignIDProbes"]) { $0.hasSecondUser = false },
        Lack(testDescription: "an operator", workloads: ["DiagnosticsProbes", "MetricsReading"]) {
            $0.hasAdmin = false
        },
        Lack(testDescription: "tokens", workloads: ["WrongTokenProbes"]) { $0.usesTokens = false },
        Lack(testDescription: "a decision", workloads: ["RateExtension"]) { $0.hasDecision = false },
        Lack(testDescription: "a store", workloads: ["StoreSampling", "StoreCensus"]) { $0.access.store = nil },
        Lack(testDescription: "any fault", workloads: ["RecoveryFaults"]) {
            $0.access.mayChangeStore = false
            $0.access.faults = .none
        },
        Lack(testDescription: "changes of the store alone", workloads: []) { $0.access.mayChangeStore = false },
        Lack(testDescription: "commands alone", workloads: []) { $0.access.faults = .none },
        Lack(testDescription: "ids that can be made up", workloads: ["UnknownIDProbes", "HostileIDProbes"]) {
            $0.profile.offers.remove(.unknownIDs)
        },
        Lack(testDescription: "filters", workloads: ["DuplicateInitiations", "ConcurrentInitiations"]) {
            $0.profile.offers.remove(.filters)
        },
        Lack(testDescription: "keys", workloads: ["RepeatedKeys"]) { $0.profile.offers.remove(.idempotency) },
        Lack(testDescription: "cancelling", workloads: ["Cancellation"]) { $0.profile.offers.remove(.cancel) },
        Lack(testDescription: "forgetting", workloads: ["Forgetting"]) { $0.profile.offers.remove(.retention) },
        Lack(testDescription: "listing", workloads: ["ListReading"]) { $0.profile.offers.remove(.list) },
        Lack(testDescription: "errors", workloads: ["BadInputProbes", "AfterBadInput"]) {
            $0.profile.offers.remove(.errors)
        },
        Lack(testDescription: "a rate limit", workloads: ["BurstProbe"]) { $0.profile.offers.remove(.rateLimit) },
        Lack(testDescription: "diagnostics", workloads: ["DiagnosticsProbes"]) { $0.profile.diagnostics = nil },
        Lack(testDescription: "metrics", workloads: ["MetricsReading"]) { $0.profile.metrics = nil },
        Lack(testDescription: "twins in the plan", workloads: ["ConcurrentInitiations"]) {
            $0.plan.initiate.twinBodies = []
        },
        Lack(testDescription: "bad input in the plan", workloads: ["BadInputProbes", "AfterBadInput"]) {
            $0.plan.errors.negativeProbes = 0
        },
        Lack(testDescription: "a burst in the plan", workloads: ["BurstProbe"]) { $0.plan.errors.burst = 0 },
        Lack(
            testDescription: "isolation probes in the plan",
            workloads: ["HostileIDProbes", "AffinityProbes", "FrontProbe", "AlikeIDProbe"]
        ) { $0.plan.isolation.probes = 0 },
        Lack(testDescription: "addresses of single workers", workloads: ["ReplicaRounds"]) { $0.access.replicas = [] },
    ]

    @Test(arguments: lacks)
    func `each workload is left out without what it needs, and only it`(lack: Lack) throws {
        var conditions = try Conditions()
        lack.change(&conditions)
        let left = BuiltInWorkloads.all().filter { $0.reasonToSkip(conditions.made) != nil }
        #expect(Set(left.map { "\(type(of: $0))" }) == lack.workloads)
        #expect(left.allSatisfy { $0.reasonToSkip(conditions.made)?.hasPrefix("it needs ") == true })
    }

    @Test func `every workload but the jobs and what counts for all groups is left out with its groups`() throws {
        for workload in BuiltInWorkloads.all() {
            var conditions = try Conditions()
            conditions.plan.groups = RequirementGroup.allCases.filter { !workload.groups.contains($0) }
            #expect(workload.reasonToSkip(conditions.made)?.hasPrefix("the plan has no group of ") == true)
        }
    }

    @Test func `every need of a workload is lacking in some case above`() throws {
        let named = Self.lacks.reduce(into: Set<String>()) { $0.formUnion($1.workloads) }
        let all = Set(BuiltInWorkloads.all().map { "\(type(of: $0))" })
        #expect(all.subtracting(named) == ["JobSeries"])
        for workload in BuiltInWorkloads.all() {
            for need in workload.needs {
                let isTested = try Self.lacks.contains { lack in
                    var conditions = try Conditions()
                    lack.change(&conditions)
                    return !need.isMet(conditions.made)
                }
                #expect(isTested, "\(type(of: workload)) needs \(need.summary)")
            }
        }
    }

    @Test func `every section has a name of its own and reads what it writes`() {
        let sections = BuiltInWorkloads.sections
        #expect(Set(sections.map { $0.name }).count == sections.count)
        #expect(sections.count == 11)
    }

    // MARK: - Support

    /// Conditions under which every workload runs, to take some away.
    struct Conditions {
        var plan: Plan
        var profile: Profile
        var access: OperatorAccess
        var hasSecondUser = true
        var hasAdmin = true
        var usesTokens = true
        var hasDecision = true

        init() throws {
            plan = try .load("acceptance")
            profile = try .load("opportunity-scan")
            profile.offers = Set(Feature.allCases)
            access = OperatorAccess(
                store: EmptyStore(),
                mayChangeStore: true,
                faults: try FaultCommands(["kill_worker=true"]),
                replicas: [try Target("http://127.0.0.1:1"), try Target("http://127.0.0.1:2")]
            )
        }

        var made: RunConditions {
            RunConditions(
                plan: plan,
                profile: profile,
                access: access,
                hasSecondUser: hasSecondUser,
                hasAdmin: hasAdmin,
                usesTokens: usesTokens,
                hasDecision: hasDecision
            )
        }
    }

    private struct Noting: Workload {
        let groups = Set(RequirementGroup.allCases)
        let phase: WorkloadPhase
        let note: @Sendable (WorkloadPhase) -> Void

        func run(_ context: RunContext) async throws { note(phase) }
    }

    private static func run(_ workloads: [any Workload], _ plan: Plan) async throws -> History {
        let runner = Runner(
            Runner.Assignment(
                target: try Target(InProcessTransport.url),
                profile: try .load("opportunity-scan"),
                plan: plan,
                first: .password(email: "ada", password: TestDeployment.password),
                seed: 42
            ),
            workloads: workloads,
            transport: InProcessTransport(TestDeployment().respond(to:)),
            clock: .skipping()
        )
        return try await runner.run()
    }
}
