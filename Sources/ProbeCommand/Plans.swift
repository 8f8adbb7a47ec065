//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe
import ProbeHistory

/// The command `scan-probe plans`, which lists the built-in plans, or prints one.
struct Plans: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the built-in plans, or print one to start your own from."
    )

    @Argument(help: "The name of a plan; without it all are listed.")
    var name: String?

    func run() throws {
        if let name {
            // Loading first gives the message for a name that does not exist.
            _ = try Plan.load(name)
            try Console.print(Plan.builtInText(name) ?? "")
            return
        }
        for name in Plan.builtInNames {
            let plan = try Plan.load(name)
            let groups = plan.groups.map(\.rawValue).joined(separator: ", ")
            try Console.print("\(plan.name)\n    \(plan.summary)\n    groups: \(groups)\n")
        }
    }
}
