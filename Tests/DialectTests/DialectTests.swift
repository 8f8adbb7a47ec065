//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import JobDoubles
import Probe
import ProbeHistory
import Testing

/// The built-in profiles, each against a small double of its API, sound and faulty.
@Suite(.timeLimit(.minutes(3))) struct `A dialect` {
    /// The profiles whose tests are elsewhere.
    private static let others: Set = ["google-lro", "http-202", "opportunity-scan"]

    /// The profiles of APIs that answer an unknown id like a job that waits.
    private static let alike: Set = ["flower"]

    @Test func `has a double each`() {
        let doubles = JobDouble.dialects.map(\.profile)
        #expect(doubles.count == Set(doubles).count)
        let lacking = Set(doubles).union(Self.others).symmetricDifference(Profile.builtInNames).sorted()
        #expect(lacking == [], "write a small server of it in Tests/JobDoubles, or name where its tests are")
    }

    @Test(arguments: Profile.builtInNames) func `names its sources and is found by a word`(name: String) throws {
        let text = try #require(Profile.builtInText(name))
        #expect(text.contains("name: \(name)\n"))
        #expect(name == "opportunity-scan" || text.contains(/[Ss]ources?:/))
    }

    @Test(arguments: JobDouble.dialects) func `judges a sound double right`(double: JobDouble) async throws {
        let judgement = Judge.judge(try await Self.probe(double, .none))
        for ruling in judgement.rulings {
            #expect(ruling.verdict.kind != .failed, "\(ruling.requirement.id): \(ruling.finding.summary)")
            #expect(ruling.verdict.kind != .harnessError, "\(ruling.requirement.id): \(ruling.finding.summary)")
        }
        for id in ["INIT-001", "STAT-004", "RES-001", "RES-004"] {
            #expect(judgement[id]?.verdict == .passed, "\(id): \(judgement[id]?.finding.summary ?? "")")
        }
        for id in ["STAT-001", "STAT-002"] {
            let verdict = judgement[id]?.verdict
            if Self.alike.contains(double.profile) {
                #expect(verdict == .skipped(reason: "unknown ids look like pending ones"))
            } else {
                #expect(verdict == .passed, "\(id): \(judgement[id]?.finding.summary ?? "")")
            }
        }
    }

    @Test(arguments: JobDouble.dialects.filter { $0.profile != "arcgis-gp" && $0.profile != "aws-athena" })
    func `blames a double that forgets its jobs for that`(double: JobDouble) async throws {
        let judgement = Judge.judge(try await Self.probe(double, .forgets))
        // A job that runs and then waits again contradicts itself.
        let id = Self.alike.contains(double.profile) ? "STAT-004" : "STAT-002"
        #expect(judgement[id]?.verdict.kind == .failed, "\(judgement[id]?.finding.summary ?? "")")
        #expect(judgement.overall == .fail)
    }

    // A statement's address leads nowhere after its end.
    @Test(arguments: JobDouble.dialects.filter { $0.profile != "trino" })
    func `blames a double whose jobs run again for that`(double: JobDouble) async throws {
        let judgement = Judge.judge(try await Self.probe(double, .runsAgain))
        #expect(judgement["STAT-004"]?.verdict.kind == .failed, "\(judgement["STAT-004"]?.finding.summary ?? "")")
    }

    // A process may have no outputs, and an operation nothing but a status.
    @Test(arguments: JobDouble.dialects.filter { !["ogc-processes", "azure-resource-manager"].contains($0.profile) })
    func `blames a double whose jobs end without results for that`(
        double: JobDouble
    ) async throws {
        let judgement = Judge.judge(try await Self.probe(double, .hasNoResults))
        let blamed = ["RES-001", "RES-002", "RES-012"].contains { judgement[$0]?.verdict.kind == .failed }
        #expect(blamed, "\(judgement["RES-001"]?.finding.summary ?? "")")
    }

    private static func probe(_ double: JobDouble, _ fault: JobDouble.Fault) async throws -> History {
        let profile = try Profile.load(double.profile, parameters: double.parameters)
        return try await DialectRun.history(of: double, fault, profile: profile) { jobs in
            jobs.concurrent = 2
            jobs.pollsAfterCompletion = 20
            jobs.resultReads = 10
        }
    }
}

extension JobDouble: CustomTestStringConvertible {
    /// The name of the profile.
    public var testDescription: String { profile }
}
