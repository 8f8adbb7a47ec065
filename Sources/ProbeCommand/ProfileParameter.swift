//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser

/// A profile parameter on the command line.
struct ProfileParameter: ExpressibleByArgument {
    private let name: String
    private let value: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty else { return nil }
        name = String(parts[0])
        value = String(parts[1])
    }

    /// Returns the values by name; of two for the same name the later one counts.
    static func values(_ parameters: [ProfileParameter]) -> [String: String] {
        Dictionary(parameters.map { ($0.name, $0.value) }) { _, later in later }
    }
}
