//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Metrics

/// The counters of the service, made once, so that each stands at 0 before anything happens.
struct ServiceMetrics: Sendable {
    /// A read of a scan.
    enum Read: String {
        case status
        case results
    }

    /// The counters of one kind of read.
    struct Reads: Sendable {
        let found: Counter
        /// Not found, although the scan was begun and its time is not over.
        let missing: Counter
        /// Not found, and rightly so.
        let unknown: Counter
        let unavailable: Counter

        fileprivate init(_ read: Read) {
            func counter(_ result: String) -> Counter {
                Counter(label: "scan_reads_total", dimensions: [("read", read.rawValue), ("result", result)])
            }
            found = counter("found")
            missing = counter("missing")
            unknown = counter("unknown")
            unavailable = counter("unavailable")
        }
    }

    /// The counters of lookup keys that were written again, by the way it was noticed that one was missing.
    struct Restores: Sendable {
        let poll = counter("poll")
        let primary = counter("primary")
        let index = counter("index")
        let search = counter("search")

        private static func counter(_ way: String) -> Counter {
            Counter(label: "scan_lookup_restores_total", dimensions: [("noticed_by", way)])
        }
    }

    /// The counters of initiations.
    struct Registrations: Sendable {
        let verified = counter("verified")
        let repaired = counter("repaired")
        let unverified = counter("unverified")
        let unconfirmed = counter("unconfirmed")
        let joined = counter("joined")
        let limited = counter("limited")

        private static func counter(_ result: String) -> Counter {
            Counter(label: "scan_registrations_total", dimensions: [("result", result)])
        }
    }

    let restores = Restores()
    let registrations = Registrations()
    private let status = Reads(.status)
    private let results = Reads(.results)

    subscript(read: Read) -> Reads {
        switch read {
        case .status: status
        case .results: results
        }
    }
}
