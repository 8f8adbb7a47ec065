//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe
import ProbeHistory
import Synchronization
import Testing

/// A decision that is reached after a number of requests.
private final class Counted: PollingDecision {
    private let needed: [Event.Operation: Int]
    private let counts = Mutex<[Event.Operation: Int]>([:])

    init(_ needed: [Event.Operation: Int]) {
        self.needed = needed
    }

    func record(_ event: Event) {
        guard event.intent == .course else { return }
        counts.withLock { $0[event.operation, default: 0] += 1 }
    }

    var undecided: Set<Event.Operation> {
        self.counts.withLock { counts in
            Set(self.needed.filter { counts[$0.key, default: 0] < $0.value }.keys)
        }
    }
}

@Suite struct RateExtensionTests {
    private func plan(_ change: @escaping (inout Plan) -> Void = { _ in }) -> Plan {
        .quick { plan in
            plan.groups = [.status, .rates]
            plan.rates.maximumPolls = 100
            plan.rates.maximumInitiations = 100
            change(&plan)
        }
    }

    @Test func `polls and reads go on until each rate is decided, and no further`() async throws {
        let (history, _) = try await TestDeployment.probe(
            plan: plan(),
            decision: Counted([.status: 60, .results: 31])
        )
        #expect(history.footer?.reason == .finished)
        #expect(history.events(.status).count == 60)
        #expect(history.events(.results).count == 31)
        #expect(history.events(.initiate).count == 2)
    }

    @Test func `the jobs take turns, each request on a connection of its own`() async throws {
        let plan = self.plan { $0.jobs.freshConnections = false }
        let (history, _) = try await TestDeployment.probe(plan: plan, decision: Counted([.status: 60]))
        let extended = history.events(.status).suffix(20)
        #expect(extended.count { $0.job == "scan-1" } == 10)
        #expect(extended.allSatisfy { !$0.reusesConnection && $0.state == .complete })
    }

    @Test func `what is decided by the fixed part is not extended`() async throws {
        let alone = try await TestDeployment.probe(plan: plan()).history
        let decided = try await TestDeployment.probe(plan: plan(), decision: Counted([:])).history
        #expect(decided.events(.status).count == alone.events(.status).count)
        #expect(decided.events(.results).count == alone.events(.results).count)
    }

    @Test func `the plan bounds the extension`() async throws {
        let never = Counted([.status: .max, .results: .max, .initiate: .max])
        let plan = self.plan {
            $0.rates.maximumPolls = 9
            $0.rates.maximumInitiations = 5
        }
        let alone = try await TestDeployment.probe(plan: plan).history
        let (history, _) = try await TestDeployment.probe(plan: plan, decision: never)
        // Each of the jobs that are begun is polled once.
        #expect(history.events(.status).count == alone.events(.status).count + 9 + 5)
        #expect(history.events(.results).count == alone.events(.results).count + 9)
        #expect(history.events(.initiate).count == 2)
        #expect(history.events(.initiate, .flock).count == 5)
    }

    @Test(arguments: ["documented", "smoke"])
    func `a plan without such keys is never extended`(name: String) throws {
        let rates = try Plan.load(name).rates
        #expect(rates == Plan.Rates())
        #expect(rates.maximumPolls == 0)
        #expect(rates.maximumInitiations == 0)
    }

    @Test func `a job that may have expired is left alone`() async throws {
        let plan = self.plan { $0.rates.resultLifetime = .zero }
        let alone = try await TestDeployment.probe(plan: plan).history
        let (history, _) = try await TestDeployment.probe(
            plan: plan,
            decision: Counted([.status: .max, .results: .max])
        )
        #expect(history.events(.status).count == alone.events(.status).count)
        #expect(history.footer?.reason == .finished)
    }

    @Test func `waiting for a deployment to start takes nothing from the time for it`() async throws {
        let deployment = DisturbedDeployment(.everything) { $0 <= 20 ? DisturbedDeployment.badGateway : nil }
        // The run would wait for ten seconds, in skipped pauses, and has a budget of seven.
        let plan = self.plan { $0.runBudget = .seconds(7) }
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try .load("opportunity-scan"),
            plan: plan,
            first: .password(email: "ada", password: TestDeployment.password),
            seed: 4
        )
        let transport = InProcessTransport(deployment.respond)
        let decision = Counted([.status: 60])
        let runner = Runner(assignment, transport: transport, clock: .skipping(), decision: decision)
        let history = try await runner.run()
        #expect(history.events(.login).count == 21)
        #expect(history.events(.status).count == 60)
    }

    @Test func `an API without filters is sent further initiations as well, as many as its quota allows`() async throws
    {
        let plan = self.plan {
            $0.status.fastPolls = 3
            $0.rates.maximumInitiations = 7
        }
        let assignment = Runner.Assignment(
            target: try Target(InProcessTransport.url),
            profile: try .load("http-202", parameters: ["path": "reports"]),
            plan: plan,
            seed: 4
        )
        let transport = InProcessTransport(MonitorServer().respond)
        let decision = Counted([.initiate: .max])
        let history = try await Runner(assignment, transport: transport, clock: .skipping(), decision: decision).run()
        #expect(history.events(.initiate, .flock).count == 7)
        #expect(history.events(.initiate).allSatisfy { $0.requestBody == "{}" })
        #expect(history.footer?.reason == .finished)
    }

    @Test func `further jobs are begun many at once and polled at once, within the limit of each user`() async throws {
        let plan = self.plan { $0.rates.initiationsPerMinute = 6 }
        let (history, _) = try await TestDeployment.probe(plan: plan, decision: Counted([.initiate: .max]))
        // Neither user may initiate again within the run's budget, so it ends early and as planned.
        #expect(history.footer?.reason == .finished)
        let initiations = history.events.filter { $0.operation == .initiate }
        #expect(initiations.count { $0.user == .first } == 6)
        #expect(initiations.count { $0.user == .second } == 6)
        let flock = history.events(.initiate, .flock)
        #expect(flock.count == 10)
        for initiation in flock {
            let polls = history.events(.status).filter { $0.job == initiation.job }
            #expect(polls.count == 1)
            #expect(polls.allSatisfy { !$0.reusesConnection && $0.user == initiation.user })
        }
    }
}
