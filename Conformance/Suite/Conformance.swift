//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
public import ProbeHistory
import ProbeReports
public import Testing

/// What a suite knows of the deployment that it tests: one run of the prober, judged.
///
/// The trait ``Testing/Trait/conformance(_:)`` makes the run before the first test of its suite; each test then asks for
/// one requirement.
public struct Conformance: Sendable {
    /// Everything the run did and saw.
    public let history: History
    /// What is said about it.
    public let judgement: Judgement

    /// The run of the suite that the current test belongs to.
    @TaskLocal public static var current: Conformance?

    /// The ids of all requirements, in the order of the catalogue: the arguments of a test that asks for each of them.
    public static let requirementIDs: [String] = Catalogue.builtIn.requirements.map(\.id)

    init(_ history: History) {
        self.history = history
        self.judgement = Judge.judge(history)
    }

    /// Expects that the deployment fulfils a requirement.
    ///
    /// A violation is an issue with the evidence, and the history is attached. What the run had no access to, or what the
    /// deployment does not offer, ends the test as skipped, with the reason. What could not be decided is a warning: see
    /// ``expectPass(sourceLocation:)``.
    ///
    /// - Parameters:
    ///   - id: The requirement's id, such as `STAT-002`.
    ///   - sourceLocation: Where issues are shown.
    /// - Throws: What ends a skipped test, or ``ConformanceProblem`` outside of a suite with the trait.
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

    /// Expects that the deployment can be accepted: every MUST that was run passed, and none was left undecided.
    ///
    /// - Parameter sourceLocation: Where issues are shown.
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
        guard let lines = try? self.history.lines() else { return }
        Attachment.record(lines, named: "\(name)-history.jsonl", sourceLocation: sourceLocation)
    }
}

/// A mistake in how the suite is used.
public struct ConformanceProblem: Error, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
}

extension Judgement.Ruling {
    /// The violation for people: the sentence, what was found, the evidence and the usual causes.
    fileprivate var account: String {
        let evidence = self.verdict.evidence.prefix(5).map { "  event \($0.event): \($0.note)" }
        let causes =
            self.requirement.causes.isEmpty ? [] : ["usually: " + self.requirement.causes.joined(separator: "; or ")]
        return (["\(self.requirement.id) \(self.requirement.statement)", self.finding.summary] + evidence + causes)
            .joined(separator: "\n")
    }
}
