//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe

/// The command `scan-probe profiles`, which lists the built-in profiles, finds some by a word, or prints one.
struct Profiles: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the built-in profiles, find some by a word, or print one to start your own from."
    )

    @Argument(help: "The name of a profile; without it all are listed.")
    var name: String?

    @Option(help: "A word of a profile, such as fhir: those that have it are listed with parameters and sources.")
    var search: String?

    func validate() throws {
        if name != nil, search != nil { throw ValidationError("Give either a name or --search.") }
    }

    func run() throws {
        if let name {
            // Loading first gives the message for a name that does not exist.
            _ = try Profile.load(name)
            return try Console.print(Profile.builtInText(name) ?? "")
        }
        let profiles = try Profile.builtInNames.map { try Profile.load($0) }
        if let search { return try find(search, in: profiles) }
        let width = profiles.map(\.name.count).max() ?? 0
        for profile in profiles {
            let name = profile.name + String(repeating: " ", count: width - profile.name.count)
            try Console.print("\(name)  \(profile.summary)\n")
        }
    }

    private func find(_ word: String, in profiles: [Profile]) throws {
        let found = profiles.filter { Profile.builtInText($0.name)?.lowercased().contains(word.lowercased()) == true }
        guard !found.isEmpty else {
            throw Console.fail(
                "no built-in profile has `\(word)`: scan-probe profiles lists all, scan-probe init writes one"
            )
        }
        for profile in found {
            try Console.print("\(profile.name)\n    \(profile.summary)\n")
            for parameter in profile.parameters {
                let usual = parameter.value.map { " (else \($0))" } ?? ""
                try Console.print("    --set \(parameter.name)=…  \(parameter.summary)\(usual)\n")
            }
            for source in profile.sources { try Console.print("    \(source)\n") }
        }
    }
}
