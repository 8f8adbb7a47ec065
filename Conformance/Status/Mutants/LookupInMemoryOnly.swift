//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import HTTPTypes
import ScanCore
import ScanServer

extension Mutant {
    /// The lookup exists only in the memory of the worker that served the initiation.
    ///
    /// Every other worker answers `not_found`: with three workers about two polls of three. It is how the documented
    /// deployment began. Source: `Conformance/Contract/store.md#why-it-is-built-so`.
    static let lookupInMemoryOnly = knownToOneWorker(
        name: "lookup-in-memory-only",
        summary: "Only the worker that served the initiation finds the scan.",
        // Some first polls meet that worker by chance, so the whole plan is needed.
        traits: [.endless, .intermittent]
    )

    /// The same behind a balancer whose cookie ties each browser to a worker, so that nobody who tries it by hand notices.
    static let lookupBehindCookie = knownToOneWorker(
        name: "lookup-behind-cookie",
        summary: "Only the worker that served the initiation finds the scan, and a cookie ties clients to it.",
        traits: [.endless],
        answers: [
            AnswerMutant(toAll: { answer, _ in
                guard let worker = answer.worker else { return }
                answer.headers[.setCookie] = "SRV=worker-\(worker); Path=/; HttpOnly"
            })
        ]
    )

    private static func knownToOneWorker(
        name: String,
        summary: String,
        traits: [MutantDescription.Trait],
        answers: [AnswerMutant] = []
    ) -> Mutant {
        Mutant(
            name: name,
            summary: summary,
            violates: ["STAT-001", "STAT-002", "STAT-008", "RES-001", "RATE-001", "RATE-002", "RATE-003"],
            consequences: consequencesOfNotFound + consequencesOfNoResults,
            traits: traits,
            seams: ServerSeams(store: { LookupInMemoryOnlyStore(base: $0) }, answers: answers)
        )
    }
}

/// A store whose lookup keys are always missing.
private struct LookupInMemoryOnlyStore: StoreMutant {
    let base: any ScanStore

    func lookup(_ scan: ScanID) async throws(StoreError) -> ScanLookup {
        ScanLookup(primary: nil, index: nil)
    }

    func search(
        for scan: ScanID,
        of user: UserID,
        within limits: SearchLimits
    ) async throws(StoreError) -> SearchResult {
        SearchResult(key: nil, iterations: 0)
    }
}
