//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import ProbeHistory
import ProbeReports
public import Testing

/// One run of the prober against the deployment that a suite tests, with its judgement.
///
/// The trait ``Testing/Trait/conformance(_:)`` performs the run before the first test of its suite; each test then
/// expects one requirement.
public struct Conformance: Sendable {
    /// The record of the run.
    public let history: History
    /// The judgement of the history.
    public let judgement: Judgement

    /// The run of the suite that the current test belongs to.
    @TaskLocal public static var current: Conformance?

    /// The ids of all requirements, in the order of the catalogue: the arguments of a test that expects each of them.
    public static let requirementIDs: [String] = Catalogue.builtIn.requirements.map(\.id)

    init(_ history: History) {
        self.history = history
        judgement = Judge.judge(history)
    }

    /// Expects that the deployment fulfils a requirement.
    ///
    /// A violation is an issue with the evidence, and the history is attached. A requirement that needs access which
    /// the run did not have, or a feature which the deployment does not offer, ends the test as skipped, with the
    /// reason. An inconclusive requirement is a warning: see ``expectPass(sourceLocation:)``.
    ///
    /// - Parameters:
    ///   - id: The requirement's id, such as `STAT-002`.
    ///   - sourceLocation: The location that issues point to.
    /// - Throws: The error that ends a skipped test, or ``ConformanceProblem`` outside of a suite with the trait.
    public static func expect(_ id: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let current = try Self.required()
        guard let ruling = current.judgement[id] else { throw ConformanceProblem("there is no requirement \(id)") }
        switch ruling.verdict {
        case .passed:
            return
        case .failed:
            current.attachHistory(named: id, sourceLocation: sourceLocation)
            Issue.record(Comment(rawValue: ruling.account), sourceLocation: sourceLocation)
        case .inconclusive(let missing):
            Issue.record("\(id) could not be decided: \(missing)", severity: .warning, sourceLocation: sourceLocation)
        case .skipped(let reason):
            try Test.cancel("\(id): \(reason)", sourceLocation: sourceLocation)
        case .harnessError(let message):
            current.attachHistory(named: id, sourceLocation: sourceLocation)
            Issue.record("\(id) was not tested: \(message)", sourceLocation: sourceLocation)
        }
    }

    /// Expects that the deployment can be accepted: every MUST that ran passed, and none was left undecided.
    ///
    /// - Parameter sourceLocation: The location that issues point to.
    /// - Throws: ``ConformanceProblem`` outside of a suite with the trait.
    public static func expectPass(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let current = try Self.required()
        guard current.judgement.overall != .pass else { return }
        let report = Report(judgement: current.judgement, history: current.history)
        current.attachHistory(named: "run", sourceLocation: sourceLocation)
        Issue.record(
            Comment(rawValue: TerminalReport(report).render(width: 120, color: false)),
            sourceLocation: sourceLocation
        )
    }

    private static func required() throws -> Conformance {
        guard let current = Self.current else {
            throw ConformanceProblem("no run: put the trait `.conformance { … }` on the suite")
        }
        return current
    }

    private func attachHistory(named name: String, sourceLocation: SourceLocation) {
        guard let lines = try? history.lines() else { return }
        Attachment.record(lines, named: "\(name)-history.jsonl", sourceLocation: sourceLocation)
    }
}

/// A mistake in the use of the suite.
public struct ConformanceProblem: Error, CustomStringConvertible {
    /// The mistake, and its correction.
    public let description: String

    init(_ description: String) { self.description = description }
}

extension Judgement.Ruling {
    /// The violation for people: the requirement, the summary, the evidence and the usual causes.
    fileprivate var account: String {
        let evidence = verdict.evidence.prefix(5).map { "  event \($0.event): \($0.note)" }
        let causes =
            requirement.causes.isEmpty ? [] : ["usually: " + requirement.causes.joined(separator: "; or ")]
        return (["\(requirement.id) \(requirement.statement)", finding.summary] + evidence + causes)
            .joined(separator: "\n")
    }
}
