//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import ScanServer

extension Mutant {
    /// An unknown id is reported as a scan that has not begun.
    static let unknownIDFound = Mutant(
        name: "unknown-id-found",
        summary: "The status of an unknown id is 200, scanning.",
        violates: ["STAT-007"],
        consequences: ["ISO-005"],
        seams: .answers(to: .status) { answer, request in
            guard answer.status == .notFound, request.scanInPath.hasPrefix("scan_") else { return }
            answer.status = .ok
            let progress = [
                "strategies_completed": 0, "total_strategies": 14, "opportunities_found_so_far": 0, "percentage": 0,
            ]
            answer.json = [
                "success": true, "scan_id": request.scanInPath, "status": "scanning", "message": "Please wait.",
                "progress": progress, "partial_results": [String](),
            ]
        }
    )
}
