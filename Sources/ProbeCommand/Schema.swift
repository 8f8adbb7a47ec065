//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ProbeReports

/// The command `scan-probe schema`, which prints the JSON Schema of `report.json`.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the JSON Schema of report.json.",
        discussion: "Draft 2020-12. Reports of newer versions stay valid as long as their format is the same."
    )

    func run() throws {
        try Console.print(ReportSchema.text)
    }
}
