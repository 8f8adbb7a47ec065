//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import TestSelection
import Testing

@testable import Probe

/// Tests of the faults that a run injects, and that each is undone whatever comes of the run.
@Suite struct FaultPackageTests {
    private static let commands = [
        "kill_worker=true", "stop_worker=true", "pause_worker=true", "resume_worker=true", "stop_redis=true",
        "resume_redis=true", "restart_redis=true",
    ]

    private static func run(
        _ workloads: [any Workload],
        store: EmptyStore?,
        commands: [String] = [],
        budget: Duration = .seconds(30),
        pause: Duration = .milliseconds(50)
    ) async throws -> History {
        let plan = Plan.quick {
            $0.groups = [.recovery]
            $0.runBudget = budget
            $0.store.foreignKeys = 100
            $0.recovery.polls = 2
            $0.recovery.workerPause = pause
        }
        let runner = Runner(
            Runner.Assignment(
                target: try Target(InProcessTransport.url),
                profile: try .load("opportunity-scan"),
                plan: plan,
                first: .password(email: "ada", password: TestDeployment.password),
                access: OperatorAccess(
                    store: store,
                    mayChangeStore: store != nil,
                    faults: try FaultCommands(commands)
                ),
                seed: 42
            ),
            workloads: workloads,
            transport: InProcessTransport(TestDeployment().respond(to:)),
            // A real one: jobs are polled for as long as a fault lasts, and commands take real time.
            clock: .continuous()
        )
        return try await runner.run()
    }

    @Test func `each package that has what it needs is injected, undone and followed`() async throws {
        let store = EmptyStore()
        let history = try await Self.run([RecoveryFaults()], store: store, commands: Self.commands)
        #expect(history.footer?.reason == .finished)
        #expect(
            history.faults.map(\.kind) == [
                .deleteLookup, .deleteLookup, .deleteLookups, .addForeignKeys, .deleteLookups, .deleteLookups,
                .removeForeignKeys,
                // The only worker remembers the job, so the keys are lost once more for each poll.
                .deleteLookups, .deleteLookups, .deleteLookups,
                .killWorker, .stopWorker, .pauseWorker, .resumeWorker, .restartRedis, .stopRedis, .resumeRedis,
            ]
        )
        #expect(history.faults.allSatisfy { $0.failure == nil })
        #expect(store.foreignKeys == 0)
        // Every job of a fault is one that the run disturbs, and was followed to its end.
        let jobs = history.events(.initiate, .recovery).compactMap(\.job)
        #expect(Set(jobs).isSuperset(of: ["recovery-1", "recovery-6-1", "recovery-6-2", "recovery-10"]))
        for job in jobs {
            #expect(history.events(.results, .recovery).contains { $0.job == job && $0.state == .complete }, "\(job)")
        }
        #expect(history.events.allSatisfy { $0.job == nil || $0.intent == .recovery })
    }

    @Test func `a package without what it needs is left out`() async throws {
        let commands = ["stop_redis=true", "resume_redis=true"]
        let history = try await Self.run([RecoveryFaults()], store: nil, commands: commands)
        #expect(history.faults.map(\.kind) == [.stopRedis, .resumeRedis])
        #expect(history.faults.map(\.job) == ["recovery-1", "recovery-1"])
    }

    @Test(.takesSeconds) func `what was injected is undone when the run's budget ends before`() async throws {
        let commands = ["pause_worker=true", "resume_worker=true"]
        let history = try await Self.run(
            [RecoveryFaults()],
            store: nil,
            commands: commands,
            budget: .seconds(1),
            pause: .seconds(3000)
        )
        #expect(history.footer?.reason == .budget)
        #expect(history.faults.map(\.kind) == [.pauseWorker, .resumeWorker])
    }

    @Test func `what was injected before there was a job to hit is undone as well`() async throws {
        let store = EmptyStore()
        let history = try await Self.run([Failing()], store: store)
        #expect(history.faults.map(\.kind) == [.addForeignKeys, .removeForeignKeys])
        #expect(store.foreignKeys == 0)
        #expect(history.footer?.reason == .interrupted)
    }

    /// A workload whose fault fails while it is prepared.
    private struct Failing: Workload {
        let groups: Set<RequirementGroup> = [.recovery]
        let phase = WorkloadPhase.faults

        func run(_ context: RunContext) async throws {
            try await Package().perform(FaultScene(context, number: 1))
        }

        struct Package: FaultPackage {
            let needs: [WorkloadNeed] = []

            func prepare(_ scene: FaultScene) async throws -> [FaultTarget] {
                try await scene.faults.addForeignKeys(5, scene.name)
                throw CancellationError()
            }

            func inject(_ targets: [FaultTarget], _ scene: FaultScene) async throws {}
        }
    }
}
