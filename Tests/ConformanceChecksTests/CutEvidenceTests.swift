//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory
import Testing

/// The sentence about evidence that was not kept.
@Suite struct CutEvidenceTests {
    private func sentence(cut: Int, budget: History.Footer.Budget?) -> String? {
        let polls = (0..<3).map { number in
            Exchange.poll("scan_a", at: 1 + Double(number), .scanning, 3).with {
                guard number < cut else { return }
                $0.outcome.changeResponse { $0.bodyDigest = "digest" }
            }
        }
        var history = History(polls + [.poll("scan_a", at: 5, .scanning).with { $0.outcome = .failure(.timedOut) }])
        history.footer = History.Footer(reason: .finished, durationSeconds: 6, budget: budget)
        return CutEvidence(history).sentence
    }

    @Test(arguments: [
        (0, nil), (1, "1 body is kept by digest and beginning only, of 3 answers"),
        (2, "2 bodies are kept by digest and beginning only, of 3 answers"),
    ])
    func `bodies that were cut are counted`(cut: Int, told: String?) {
        #expect(sentence(cut: cut, budget: nil) == told.map { "The budget for evidence was used up: \($0)" })
    }

    @Test func `a run that ended for want of room says so, and which room there was`() {
        let budget = History.Footer.Budget(memory: 256 << 20, disk: 1 << 30, isUsedUp: true)
        let limits = "The budget for evidence (256 MB of memory, 1024 MB of disk) was used up: "
        let ended = "the run ended when there was room for nothing more"
        #expect(sentence(cut: 0, budget: budget) == limits + ended)
        #expect(
            sentence(cut: 1, budget: budget)
                == limits + "1 body is kept by digest and beginning only, of 3 answers; " + ended
        )
    }
}
