//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeReports
import TestSelection
import TestSupport
import Testing

/// An independent JSON Schema validator, that of Python.
enum SchemaValidator {
    private static let python = Executables.installed("python3")

    static var isInstalled: Bool {
        get async throws {
            guard let python else { return false }
            // If processes are not permitted, each test reports it.
            guard TestSelection.startsProcesses else { return true }
            return try await Executables.run(python, ["-c", "import jsonschema"]).status == 0
        }
    }

    /// Returns the problems of a report, one per line; the schema itself is checked first.
    static func problems(in report: Data) async throws -> String {
        try await TemporaryFolder.with { folder in
            let files = ["schema.json", "report.json"].map { folder.appending(path: $0) }
            try Data(ReportSchema.text.utf8).write(to: files[0])
            try report.write(to: files[1])
            let script = """
                import json, sys, jsonschema
                schema, report = (json.load(open(name)) for name in sys.argv[1:])
                jsonschema.Draft202012Validator.check_schema(schema)
                for error in jsonschema.Draft202012Validator(schema).iter_errors(report):
                    print(list(error.absolute_path), error.message[:200])
                """
            let run = try await Executables.run(try #require(python), ["-c", script] + files.map { $0.path() })
            try #require(run.status == 0, "\(run.error)")
            return run.output
        }
    }
}
