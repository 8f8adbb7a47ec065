//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe

/// The options of a load test.
struct LoadOptions: ParsableArguments {
    @Option(help: "With a load test: the most requests that are sent in a second.")
    var maxRate: Int?

    @Option(
        name: .customLong("users"),
        help: ArgumentHelp(
            "With a load test: a file of many users, an e-mail and a password or a token in each line.",
            discussion: "Each user's rate limit allows for so many new jobs; with one user alone there are few."
        )
    )
    var usersFile: String?

    func validate() throws {
        if let maxRate, maxRate < 1 { throw ValidationError("--max-rate needs a whole number from 1.") }
    }

    /// True if an option was given that only a load test understands.
    var isGiven: Bool { maxRate != nil || usersFile != nil }

    /// Returns the users of the file; none without one.
    func users() throws(ProbeFailure) -> [Credentials] {
        guard let usersFile else { return [] }
        return try UsersFile.read(usersFile)
    }
}
