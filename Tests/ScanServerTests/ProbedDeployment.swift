//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport
import Testing

/// A deployment of three workers on a Redis of its own, as real processes, and what the prober's program says of it.
struct ProbedDeployment {
    /// A report as it stands on disk, as far as these tests read it.
    struct Report: Decodable, Equatable {
        struct Requirement: Decodable, Equatable {
            let id: String
            let verdict: String
        }

        struct Rate: Decodable, Equatable {
            let rate: Double?
            let trials: Int
        }

        let verdict: String
        let grade: String
        let requirements: [Requirement]
        let rates: [String: Rate]

        init(in folder: URL) throws {
            let data = try Data(contentsOf: folder.appendingPathComponent("report.json"))
            self = try JSONDecoder().decode(Report.self, from: data)
        }

        func ids(_ verdict: String) -> [String] { requirements.filter { $0.verdict == verdict }.map(\.id) }
    }

    /// How the prober's program ended.
    let output: Executables.Output
    /// What it wrote.
    let report: Report
    /// Where it wrote it, with the history beside it.
    let folder: URL

    /// Probes a deployment, and stops it before the body looks at what came of it.
    static func probe<Result>(
        _ program: Deployment.Program,
        plan: PlanText,
        within patience: Duration,
        _ body: (ProbedDeployment) async throws -> Result
    ) async throws -> Result {
        try await withScratchFolder("grade") { folder in
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

    /// Serves three workers of a program for as long as the body lasts.
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

/// Runs a body with a folder of its own, which is removed afterwards.
func withScratchFolder<Result>(_ name: String, _ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("\(name)-\(String(UInt64.random(in: .min ... .max), radix: 36))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
