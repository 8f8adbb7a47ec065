//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanServer

extension Mutant {
    /// FILL IN: the fault, in one sentence.
    static let cancelledGoesOn = Mutant(
        name: "cancelled-goes-on",
        summary: "FILL IN: the fault, in one sentence.",
        violates: ["STAT-012"],
        // FILL IN: replace one behaviour of the server.
        seams: ServerSeams()
    )
}
