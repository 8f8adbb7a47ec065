//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Hummingbird
import ScanServer

extension Mutant {
    /// A complete scan has no results.
    static let resultsNull = Mutant(
        name: "results-null",
        summary: "The opportunities of a complete scan are null.",
        violates: ["RES-012", "RES-001", "RES-002", "RATE-003"],
        consequences: [
            "ERR-010", "INIT-006", "RATE-005", "RES-004", "RES-005", "RES-006", "RES-007", "RES-008", "RES-010",
            "RES-011", "PROG-005", "PROG-007",
        ],
        seams: .answers(to: .results) { answer, _ in
            guard answer.status == .ok else { return }
            answer.json["opportunities"] = NSNull()
        }
    )
}
