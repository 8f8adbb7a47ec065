//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ConformanceChecks
import Probe
import ProbeHistory

/// The option for the list of known failures.
struct KnownFailureOptions: ParsableArguments {
    @Option(
        name: .customLong("known-failures"),
        help: "A YAML file with requirements known not to be met, each with a reason and an expiry date."
    )
    var file: String?

    /// Returns the list; `nil` when none is given.
    func load() throws(ProbeFailure) -> [KnownFailure]? {
        guard let file = self.file else { return nil }
        return try KnownFailure.load(file, ids: Catalogue.builtIn.requirements.map(\.id))
    }
}
