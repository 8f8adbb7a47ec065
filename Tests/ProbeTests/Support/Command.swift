//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import TestSupport

/// A run of `scan-probe` with a given environment only.
struct Command: Sendable {
    var status: Int32
    var output: String
    var errors: String

    /// Runs the program to its end.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Command {
        let home = ["HOME": FileManager.default.temporaryDirectory.path()]
        let run = try await Executables.run(
            "scan-probe",
            arguments,
            environment: environment.merging(home) { given, _ in given }
        )
        return Command(status: run.status, output: run.output, errors: run.error)
    }
}
