//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import Probe
import ProbeHistory

extension Runner.Assignment {
    /// Creates an assignment for a server that a test has just started.
    ///
    /// - Parameters:
    ///   - address: The server's address, such as `http://127.0.0.1:8080`.
    ///   - profile: A built-in profile or a YAML file, which describes the server's API.
    ///   - parameters: Values for the profile's parameters, by name.
    ///   - plan: A built-in plan or a YAML file, which describes the requests.
    ///   - first: The first user's credentials; `nil` for a server without authentication.
    ///   - second: The second user's credentials; without them, isolation is skipped.
    ///   - seed: The seed of all random choices; a new one each time if absent. The history records it.
    /// - Throws: `ProbeFailure` with one line that says how to correct the mistake.
    public init(
        _ address: String,
        profile: String = "opportunity-scan",
        parameters: [String: String] = [:],
        plan: String = "local",
        first: Credentials? = nil,
        second: Credentials? = nil,
        seed: UInt64? = nil
    ) throws(ProbeFailure) {
        self.init(
            target: try Target(address),
            profile: try .load(profile, parameters: parameters),
            plan: try .load(plan),
            first: first,
            second: second,
            seed: seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
        )
    }
}
