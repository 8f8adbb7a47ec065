//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import ScanCore
import ScanServer

extension Mutant {
    /// The total is one more than the length of the list.
    static let resultsShortByOne = Mutant(
        name: "results-short-by-one",
        summary: "The results lack the last opportunity that their total counts.",
        violates: ["RES-005", "PROG-007"],
        consequences: ["PROG-005"],
        seams: changedOpportunities { list in if !list.isEmpty { list.removeLast() } }
    )

    /// One opportunity is duplicated.
    static let resultsWithDuplicate = Mutant(
        name: "results-with-duplicate",
        summary: "The first opportunity stands twice in the results, and the last one not at all.",
        violates: ["RES-010"],
        consequences: ["PROG-005"],
        seams: changedOpportunities { list in
            guard list.count > 1 else { return }
            list.removeLast()
            list.insert(list[0], at: 0)
        }
    )

    /// A required field is missing.
    static let resultsMissingField = Mutant(
        name: "results-missing-field",
        summary: "The first opportunity has no confidence_score.",
        violates: ["RES-006"],
        seams: changedOpportunities { list in if !list.isEmpty { list[0]["confidence_score"] = nil } }
    )

    /// A score is out of range.
    static let resultsOutOfRange = Mutant(
        name: "results-out-of-range",
        summary: "The first opportunity has a confidence_score of 140.",
        violates: ["RES-006"],
        cause: "a value is computed without regard to its bounds",
        seams: changedOpportunities { list in if !list.isEmpty { list[0]["confidence_score"] = 140 } }
    )

    /// Times have no UTC offset, so they are ambiguous.
    static let timesWithoutOffset = Mutant(
        name: "times-without-offset",
        summary: "Times in the results have no offset.",
        violates: ["RES-007"],
        cause: "times are written in local time, without an offset",
        seams: .answers(to: .results) { answer, _ in
            if let time = answer.json["last_updated"] as? String {
                answer.json["last_updated"] = String(time.dropLast())
            }
            answer.changeList("opportunities") { list in
                for place in list.indices {
                    guard let time = list[place]["discovered_at"] as? String else { continue }
                    list[place]["discovered_at"] = String(time.dropLast())
                }
            }
        }
    )

    /// A number is not valid JSON.
    static let resultsWithNaN = Mutant(
        name: "results-with-nan",
        summary: "The execution time in the results is NaN.",
        violates: ["RES-007"],
        seams: .answers(to: .results) { answer, _ in
            guard answer.status == .ok else { return }
            answer.json["execution_time_ms"] = 0
            let body = try JSONSerialization.data(withJSONObject: answer.json, options: [.sortedKeys])
            let text = String(decoding: body, as: UTF8.self)
            answer.text = (
                text.replacing("\"execution_time_ms\":0", with: "\"execution_time_ms\":NaN"), "application/json"
            )
        }
    )

    /// The signal analysis does not add up.
    static let analysisDoesNotAddUp = Mutant(
        name: "analysis-does-not-add-up",
        summary: "The signals by strength add up to one less than the total.",
        violates: ["RES-008"],
        seams: .answers(to: .results) { answer, _ in
            answer.change("signal_analysis") { analysis in
                guard let total = analysis["total_signals_analyzed"] as? Int else { return }
                analysis["total_signals_analyzed"] = total + 1
            }
        }
    )

    /// The results name another scan.
    static let resultsWithForeignID = Mutant(
        name: "results-with-foreign-id",
        summary: "The id in the results is not the id that was asked for.",
        violates: ["RES-009", "RES-001", "RATE-003"],
        seams: .answers(to: .results) { answer, request in
            guard answer.status == .ok else { return }
            answer.json["scan_id"] = "scan_" + String(request.scanInPath.dropFirst(5).reversed())
        }
    )

    /// The results name another user.
    static let resultsWithForeignUser = Mutant(
        name: "results-with-foreign-user",
        summary: "The user in the results is not the caller.",
        violates: ["RES-009"],
        cause: "results are cached by filters alone, whoever asked",
        seams: .answers(to: .results) { answer, _ in
            if answer.json["user_id"] != nil { answer.json["user_id"] = "somebody-else" }
        }
    )

    /// The filters are echoed but not applied.
    static let filtersIgnored = Mutant(
        name: "filters-ignored",
        summary: "Every scan covers the whole market, whatever symbols were asked for.",
        violates: ["RES-011", "INIT-008"],
        seams: ServerSeams(store: { FiltersIgnoredStore(base: $0) })
    )

    private static func changedOpportunities(
        _ change: @escaping @Sendable (inout [[String: Any]]) -> Void
    ) -> ServerSeams {
        .answers(to: .results) { answer, _ in answer.changeList("opportunities", change) }
    }
}

/// A store that stores scans without their filters.
private struct FiltersIgnoredStore: StoreMutant {
    let base: any ScanStore

    func register(_ registration: ScanRegistration) async throws(StoreError) -> RegistrationOutcome {
        let summary = registration.entry.summary
        let entry = ScanEntry(
            key: summary.key,
            filters: ScanFilters(),
            strategies: summary.strategies,
            at: summary.startedAt
        )
        return try await base.register(registration.replacing(entry))
    }
}
