//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import JobDoubles
import Probe
import ProbeHistory
import Synchronization

extension Plan {
    /// Returns a plan that ends within a moment.
    static func quick(_ change: (inout Plan) -> Void = { _ in }) -> Plan {
        var plan = Plan(
            name: "quick",
            summary: "for tests",
            requestTimeout: .seconds(5),
            runBudget: .seconds(30)
        )
        plan.jobs.count = 2
        plan.jobs.concurrent = 2
        plan.jobs.bodies = [#"{"force_refresh":true}"#, "{}"]
        plan.jobs.pollInterval = .milliseconds(20)
        plan.jobs.maximumPolls = 40
        plan.jobs.pollsAfterCompletion = 6
        plan.jobs.earlyResultReads = 1
        plan.jobs.budget = .seconds(20)
        change(&plan)
        return plan
    }
}

extension RunClock {
    /// Returns a clock that skips pauses of up to a second, or more; longer ones, and the times of requests, are real.
    static func skipping(upTo longest: Duration = .seconds(1)) -> RunClock {
        let real = RunClock.continuous()
        let skipped = Mutex(Duration.zero)
        return RunClock(
            startedAt: real.startedAt,
            now: { real.now() + skipped.withLock { $0 } },
            sleep: { until in
                let passed = skipped.withLock { $0 }
                guard until - real.now() - passed <= longest else { return try await real.sleep(until - passed) }
                try Task.checkCancellation()
                skipped.withLock { $0 = max($0, until - real.now()) }
            }
        )
    }
}

/// A store of a history's lines in memory.
final class Lines: Sendable {
    private let data = Mutex(Data())

    var writer: HistoryWriter {
        HistoryWriter { line in self.data.withLock { $0.append(line) } }
    }

    var bytes: Data { data.withLock { $0 } }
    var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension TestDeployment {
    /// Runs a plan against a deployment of the tests' own, in this process and without waiting.
    static func probe(
        _ fault: Fault = .none,
        plan: Plan = .quick(),
        first: Credentials? = .password(email: "ada", password: TestDeployment.password),
        second: Credentials? = .password(email: "bob", password: TestDeployment.password),
        writer: HistoryWriter? = nil,
        decision: (any PollingDecision)? = nil,
        clock: RunClock = .skipping(),
        turns: @escaping @Sendable (TransportRequest) -> Int = { _ in 1 }
    ) async throws -> (history: History, requests: [TestServer.Request]) {
        let transport = InProcessTransport(turns: turns, TestDeployment(fault).respond(to:))
        let runner = Runner(
            Runner.Assignment(
                target: try Target(InProcessTransport.url),
                profile: try .load("opportunity-scan"),
                plan: plan,
                first: first,
                second: second,
                seed: 42
            ),
            transport: transport,
            clock: clock,
            writer: writer,
            decision: decision
        )
        return (try await runner.run(), transport.requests)
    }
}

extension TestServer {
    /// Runs a plan against a deployment of the tests' own, over real connections.
    static func probe(
        _ fault: TestDeployment.Fault = .none,
        plan: Plan = .quick()
    ) async throws -> (history: History, requests: [TestServer.Request]) {
        let deployment = TestDeployment(fault)
        return try await TestServer.with(deployment.respond(to:)) { server in
            try await HTTPTransport.withTransport { transport in
                let runner = Runner(
                    Runner.Assignment(
                        target: try Target(server.url),
                        profile: try .load("opportunity-scan"),
                        plan: plan,
                        first: .password(email: "ada", password: TestDeployment.password),
                        second: .password(email: "bob", password: TestDeployment.password),
                        seed: 42
                    ),
                    transport: transport
                )
                return (try await runner.run(), server.requests)
            }
        }
    }
}

extension History {
    /// Returns the events of an operation and an intent.
    func events(_ operation: Event.Operation, _ intent: Event.Intent = .course) -> [Event] {
        self.events.filter { $0.operation == operation && $0.intent == intent }
    }
}

extension Event {
    var state: JobState? { outcome.response?.parsed?.state }

    var failure: Outcome.Failure.Kind? {
        guard case .unanswered(let failure) = outcome else { return nil }
        return failure.kind
    }
}
