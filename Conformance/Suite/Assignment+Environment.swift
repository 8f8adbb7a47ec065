//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials
import KitSupport
public import Probe
import ProbeHistory

extension Runner.Assignment {
    /// Reads the deployment to test from the environment, so that the same tests serve any deployment.
    ///
    /// | variable | meaning |
    /// |---|---|
    /// | `SCAN_TARGET` | the deployment's address |
    /// | `SCAN_PROFILE` | a built-in profile or a file; `opportunity-scan` if absent |
    /// | `SCAN_PLAN` | a built-in plan or a file; `acceptance` if absent |
    /// | `SCAN_EMAIL`, `SCAN_PASSWORD_FILE` | the first user |
    /// | `SCAN_SECOND_EMAIL`, `SCAN_SECOND_PASSWORD_FILE` | the second user; without one, isolation is skipped |
    ///
    /// - Parameter environment: The environment variables.
    /// - Returns: The assignment; `nil` when `SCAN_TARGET` is not set.
    /// - Throws: `ProbeFailure` with one line that says how to correct the mistake.
    public static func fromEnvironment(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ProbeFailure) -> Runner.Assignment? {
        guard let address = environment["SCAN_TARGET"] else { return nil }
        return Runner.Assignment(
            target: try Target(address),
            profile: try Profile.load(environment["SCAN_PROFILE"] ?? "opportunity-scan"),
            plan: try Plan.load(environment["SCAN_PLAN"] ?? "acceptance"),
            first: try Self.credentials("SCAN_", environment),
            second: try Self.credentials("SCAN_SECOND_", environment),
            seed: UInt64.random(in: 0...UInt64(UInt32.max))
        )
    }

    private static func credentials(
        _ prefix: String,
        _ environment: [String: String]
    ) throws(ProbeFailure) -> Credentials? {
        switch (environment["\(prefix)EMAIL"], environment["\(prefix)PASSWORD_FILE"]) {
        case (nil, nil):
            return nil
        case (let email?, let file?):
            let text: String
            do { text = try BoundedFile.text(of: file, atMost: Credentials.largestFile) } catch {
                throw ProbeFailure(.badCredentials, "\(prefix)PASSWORD_FILE: \(file) \(error.predicate())")
            }
            return .password(email: email, password: text.trimmed(\.isNewline))
        default:
            throw ProbeFailure(.badCredentials, "set both \(prefix)EMAIL and \(prefix)PASSWORD_FILE, or none of them")
        }
    }
}
