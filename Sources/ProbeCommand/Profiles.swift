//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe

/// The command `scan-probe profiles`, which lists the built-in profiles, or prints one.
struct Profiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the built-in profiles, or print one to start your own from."
    )

    @Argument(help: "The name of a profile; without it all are listed.")
    var name: String?

    func run() throws {
        if let name {
            // Loading first gives the message for a name that does not exist.
            _ = try Profile.load(name)
            try Console.print(Profile.builtInText(name) ?? "")
            return
        }
        for name in Profile.builtInNames {
            let profile = try Profile.load(name)
            try Console.print("\(profile.name)\n    \(profile.summary)\n")
            for parameter in profile.parameters {
                let usual = parameter.value.map { " (else \($0))" } ?? ""
                try Console.print("    --set \(parameter.name)=…  \(parameter.summary)\(usual)\n")
            }
        }
    }
}
