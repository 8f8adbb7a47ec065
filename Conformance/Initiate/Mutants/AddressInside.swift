//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird
import ScanServer

extension Mutant {
    /// The poll address names a host that only the server itself can reach.
    static let addressInside = Mutant(
        name: "address-inside",
        summary: "The poll address in the initiation's answer names a host inside.",
        violates: ["INIT-010", "INIT-003"],
        seams: .answers(to: .discover) { answer, _ in
            guard let address = answer.json["poll_url"] as? String, address.hasPrefix("/") else { return }
            answer.json["poll_url"] = "http://scan-worker-1.internal:8080\(address)"
        }
    )
}
