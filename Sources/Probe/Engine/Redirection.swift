//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import ProbeHistory

/// The detection of redirects to another deployment.
///
/// Redirects are not followed: that would judge another deployment than the one named, and could carry the token
/// there. Where every response is a redirect, the failure names the new address.
enum Redirection {
    /// Returns the failure for a request that was redirected; `nil` when it was not.
    static func failure(_ event: Event, target: Target) -> ProbeFailure? {
        guard let response = event.outcome.response, (300..<400).contains(response.status) else { return nil }
        guard let location = response.headers["location"], let address = Link.resolve(location, from: event.url) else {
            return ProbeFailure(
                .badTarget,
                "\(event.url) answers \(response.status), a redirect that does not say where to: check the address"
            )
        }
        let asked = event.url.dropFirst(target.description.count)
        let isMoved = event.url.hasPrefix(target.description) && !asked.isEmpty && address.hasSuffix(asked)
        // A redirect to a login page may carry the original address in its query: that is no address of a deployment.
        let moved = isMoved ? try? Target(String(address.dropLast(asked.count))) : nil
        if address == event.url || moved == target {
            return ProbeFailure(
                .badTarget,
                "\(event.url) answers \(response.status) and redirects to itself, so that nothing can be asked there:"
                    + " check the address, and the proxy in front of the deployment"
            )
        }
        let advice =
            moved.map { "give \($0) instead of \(target.description)" }
            ?? "is \(target.description) the right address, and the profile the right one?"
        return ProbeFailure(
            .badTarget,
            "\(event.url) answers \(response.status) and redirects to \(address), which is not followed: \(advice)"
        )
    }
}
