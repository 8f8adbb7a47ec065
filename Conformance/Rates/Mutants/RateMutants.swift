//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceMutantList
import HTTPTypes
import ScanServer

extension Mutant {
    /// One of several workers has a bad connection to the store.
    static let oneWorkerWorse: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "one-worker-worse",
            summary: "The first worker answers every other poll with 503.",
            violates: ["RATE-005"],
            consequences: ["RATE-001", "RATE-002"],
            traits: [.intermittent],
            seams: .answers(to: .status) { answer, _ in
                guard answer.status == .ok, answer.worker == "1", polls.next().isMultiple(of: 2) else { return }
                answer.fail(.serviceUnavailable, "store_unavailable", "Try again shortly.")
            }
        )
    }()

    /// A proxy in front answers by itself, as while workers start anew.
    static let proxyPages: Mutant = {
        let polls = Tally()
        return Mutant(
            name: "proxy-pages",
            summary: "Every sixth poll of a worker is answered 502 by a page of nginx.",
            violates: ["RATE-001", "RATE-002"],
            cause:
                "something in front answers in the workers' place: they are down, start anew, or are too slow for it",
            traits: [.intermittent],
            seams: .answers(to: .status) { answer, _ in
                guard answer.status == .ok, polls.next() % 6 == 5 else { return }
                let page = "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx/1.22.1</center>"
                answer.status = .badGateway
                answer.headers = HTTPFields([HTTPField(name: .server, value: "nginx/1.22.1")])
                answer.text = ("<html>\r\n<body>\r\n\(page)\r\n</body>\r\n</html>\r\n", "text/html")
            }
        )
    }()

    /// Results are sometimes unavailable, as under load.
    static let resultsUnavailable: Mutant = {
        let reads = Tally()
        return Mutant(
            name: "results-unavailable",
            summary: "A worker answers every third results read with 503.",
            violates: ["RATE-003"],
            consequences: ["RATE-005"],
            traits: [.intermittent],
            seams: .answers(to: .results) { answer, _ in
                guard answer.status == .ok, reads.next() % 3 == 1 else { return }
                answer.fail(.serviceUnavailable, "store_unavailable", "Try again shortly.")
            }
        )
    }()
}
