//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks
import ProbeHistory
public import ProbeReports

/// The content of a signature: deployment, plan, verdict, signer and time.
///
/// This is the predicate of the in-toto statement; the statement's subjects are the report and the history that it was
/// judged from. Source: `Conformance/Contract/judging.md#predicate`.
public struct SignOff: Codable, Sendable, Hashable {
    /// The name of this kind of statement; the number changes with the meaning of a field.
    ///
    /// It is a name and not an address: nobody can own its top-level domain.
    public static let predicateType = "https://scan-conformance.invalid/sign-off/v1"

    /// The deployment.
    public var target: Report.Target
    /// The plan.
    public var plan: Report.Plan
    /// The time of the run's start, RFC 3339 in UTC.
    public var startedAt: String
    /// The verdict on the deployment.
    public var verdict: Judgement.Overall
    /// The verdict apart from known failures.
    public var conclusion: Judgement.Overall
    /// The grade.
    public var grade: Grade
    /// The version of the contract used for judging; absent where the report states none.
    public var contract: String?
    /// The requirements that are known not to be met.
    public var knownFailures: [String]
    /// The groups that the grade does not cover.
    public var groupsNotRun: [String]
    /// The program that judged the history for the signature.
    public var judge: Tool
    /// The signer.
    public var signer: Signer
    /// The time of the signature, RFC 3339 in UTC.
    public var signedAt: String

    /// A program.
    public struct Tool: Codable, Sendable, Hashable, CustomStringConvertible {
        /// The program's name.
        public var name: String
        /// The program's version.
        public var version: String

        /// The name and version.
        public var description: String { "\(name) \(version)" }

        /// Creates a description of a program.
        public init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// The signer: the key is proven, and the name is only claimed by the key's owner.
    public struct Signer: Codable, Sendable, Hashable {
        /// The name, as given by the signer.
        public var name: String?
        /// The key.
        public var keyid: String
    }

    init(of report: Report, judge: Tool, signer: Signer, signedAt: String) {
        target = report.target
        plan = report.plan
        startedAt = report.startedAt
        verdict = report.verdict
        conclusion = report.conclusion
        grade = report.grade
        contract = report.contract
        knownFailures = report.knownFailures?.known ?? []
        groupsNotRun = report.groups.notRun.map(\.rawValue)
        self.judge = judge
        self.signer = signer
        self.signedAt = signedAt
    }
}
