//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import Foundation
import ScanMutants
import TestSupport
import Testing

/// A probed deployment: three workers on their own Redis server as real processes, with the prober's output.
struct ProbedDeployment {
    /// The parts of a stored report that these tests read.
    struct Report: Decodable, Equatable {
        struct Requirement: Decodable, Equatable {
            let id: String
            let verdict: String
            let summary: String
        }

        struct Rate: Decodable, Equatable {
            let rate: Double?
            let trials: Int
        }

        struct Explanation: Decodable, Equatable {
            struct Root: Decodable, Equatable {
                let id: String
            }

            let roots: [Root]
            let causes: [String: [String]]
        }

        let verdict: String
        let grade: String
        let explanation: Explanation
        let requirements: [Requirement]
        let rates: [String: Rate]

        init(in folder: URL) throws {
            let data = try Data(contentsOf: folder.appendingPathComponent("report.json"))
            self = try JSONDecoder().decode(Report.self, from: data)
        }

        /// The requirement that the report names first, and the first of its causes.
        var headline: (id: String, cause: String)? {
            explanation.roots.first.map { ($0.id, explanation.causes[$0.id]?.first ?? "") }
        }

        /// The error in the headline of a mutant's report, if any.
        func misnaming(_ mutant: Mutant) -> String? {
            guard let headline, headline != (mutant.violates[0], mutant.cause) else {
                return headline == nil ? "\(mutant.name) has no headline" : nil
            }
            return "\(mutant.name) is told as \(headline.id), \(headline.cause)"
        }

        func ids(_ verdict: String) -> [String] { requirements.filter { $0.verdict == verdict }.map(\.id) }
    }

    /// The output and exit status of the prober's program.
    let output: Executables.Output
    /// The report.
    let report: Report
    /// The folder with the report and the history.
    let folder: URL

    /// Probes a deployment, stops it, and passes the results to a body.
    static func probe<Result>(
        _ program: Deployment.Program,
        plan: PlanText,
        within patience: Duration,
        _ body: (ProbedDeployment) async throws -> Result
    ) async throws -> Result {
        try await TemporaryFolder.with { folder in
            let planFile = try plan.write(in: folder)
            let output = try await Self.serve(program) { deployment in
                try await Executables.run(
                    "scan-probe",
                    [
                        "run", deployment.url, "--plan", planFile, "--out", folder.path,
                        "--email", "demo@example.com", "--password-file", deployment.passwordFile,
                        "--second-email", "second@example.com", "--second-password-file", deployment.passwordFile,
                    ],
                    within: patience
                )
            }
            if case .reference = program { #expect(try RecordedAnswers.compared(in: folder).problems == []) }
            return try await body(ProbedDeployment(output: output, report: try Report(in: folder), folder: folder))
        }
    }

    /// Runs a body with three workers of a program.
    static func serve<Result>(
        _ program: Deployment.Program,
        _ body: (Deployment) async throws -> Result
    ) async throws -> Result {
        try await withRedisServer { redis in
            let arguments = ["--workers", "3", "--redis", redis.url, "--log-level", "error"]
            return try await withDeployment(program, arguments: arguments + Deployment.scans(lasting: 1.2), body)
        }
    }
}
