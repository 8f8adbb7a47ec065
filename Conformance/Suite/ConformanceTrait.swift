//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import Probe
import ProbeHistory
import ScanConformance
public import Testing

/// Probes a deployment once before the tests of a suite, so that each of them can ask for a requirement.
public struct ConformanceTrait: SuiteTrait, TestScoping {
    /// Runs the suite's tests on a deployment that is there for as long as the call lasts.
    public typealias Fixture =
        @Sendable (_ test: @Sendable (Runner.Assignment) async throws -> Void) async throws -> Void

    let fixture: Fixture

    /// Probes the deployment and performs the tests.
    public func provideScope(
        for test: Test,
        testCase: Test.Case?,
        performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        try await self.fixture { assignment in
            let decision = RateDecision(monitor: RateMonitor(plan: assignment.plan))
            let history = try await AsyncHTTPClientTransport.withTransport { transport in
                try await Runner(assignment, transport: transport, decision: decision).run()
            }
            try await Conformance.$current.withValue(Conformance(history)) { try await function() }
        }
    }
}

extension Trait where Self == ConformanceTrait {
    /// Probes a deployment once before the tests of the suite.
    ///
    /// The plan is performed once, however many tests the suite has; they only ask for what was seen.
    ///
    /// ```swift
    /// @Suite(.conformance { test in
    ///     try await withMyServer { url in
    ///         try await test(
    ///             Runner.Assignment(target: Target(url), profile: .load("opportunity-scan"), plan: .load("smoke"), seed: 1)
    ///         )
    ///     }
    /// })
    /// struct `My server` {
    ///     @Test(arguments: Catalogue.builtIn.requirements)
    ///     func fulfils(requirement: Requirement) throws { try Conformance.expect(requirement.id) }
    /// }
    /// ```
    ///
    /// - Parameter fixture: Starts the deployment if need be, calls its argument once, and stops the deployment again.
    /// - Returns: The trait.
    public static func conformance(_ fixture: @escaping ConformanceTrait.Fixture) -> Self {
        Self(fixture: fixture)
    }
}

/// Tells the runner when it has asked enough to decide the rates.
private struct RateDecision: PollingDecision {
    let monitor: RateMonitor

    var undecided: Set<Event.Operation> { self.monitor.undecided }

    func record(_ event: Event) { self.monitor.record(event) }
}
