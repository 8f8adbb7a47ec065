//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
public import Probe
import ProbeHistory
import Synchronization
public import Testing

/// A trait that probes a deployment once before the tests of a suite, so that each of them can expect a requirement.
public struct ConformanceTrait: SuiteTrait, TestScoping {
    /// A function that probes a deployment and runs the suite's tests while the deployment exists.
    public typealias Fixture =
        @Sendable (_ probe: @Sendable (Runner.Assignment) async throws -> Void) async throws -> Void

    let fixture: Fixture

    /// Probes the deployment and performs the tests.
    ///
    /// - Throws: The error of the fixture or the runner, and ``ConformanceProblem`` when the fixture probes nothing:
    ///   its tests would silently not run.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        let calls = Atomic(0)
        try await self.fixture { assignment in
            guard calls.add(1, ordering: .relaxed).oldValue == 0 else {
                throw ConformanceProblem("the fixture of `.conformance { … }` called its argument twice: call it once")
            }
            let decision = RateDecision(monitor: RateMonitor(plan: assignment.plan))
            let history = try await HTTPTransport.withTransport { transport in
                try await Runner(assignment, transport: transport, decision: decision).run()
            }
            try await Conformance.$current.withValue(Conformance(history)) { try await function() }
        }
        guard calls.load(ordering: .relaxed) > 0 else {
            throw ConformanceProblem(
                "the fixture of `.conformance { … }` never called its argument: nothing was probed"
            )
        }
    }
}

extension Trait where Self == ConformanceTrait {
    /// Probes a deployment once before the tests of the suite.
    ///
    /// The plan is performed once, however many tests the suite has; the tests only read the judgement.
    ///
    /// ```swift
    /// @Suite(.conformance { probe in
    ///     try await withMyServer { address in try await probe(.init(address)) }
    /// })
    /// struct `My server` {
    ///     @Test(arguments: Conformance.requirementIDs)
    ///     func fulfils(id: String) throws { try Conformance.expect(id) }
    /// }
    /// ```
    ///
    /// - Parameter fixture: Starts the deployment if necessary, calls its argument once, and stops the deployment
    ///   again.
    /// - Returns: The trait.
    public static func conformance(_ fixture: @escaping ConformanceTrait.Fixture) -> Self {
        Self(fixture: fixture)
    }
}

/// The stop condition of a run: all rates are decided.
private struct RateDecision: PollingDecision {
    let monitor: RateMonitor

    var undecided: Set<Event.Operation> { monitor.undecided }

    func record(_ event: Event) { monitor.record(event) }
}
