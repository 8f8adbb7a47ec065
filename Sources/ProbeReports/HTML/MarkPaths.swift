//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The marks of requests on a lane: found above the line, anything else below it, one SVG path for each kind of
/// response.
///
/// Direction and height encode the same as the colour, for readers without colour vision. All marks of a kind are one
/// path, and marks at the same place are drawn once: ten thousand polls are a few kilobytes.
struct MarkPaths {
    /// The height of a lane.
    static let height = 30

    /// The kinds of marks, in the order of the legend.
    enum Kind: Hashable, CaseIterable {
        case initiated, scanning, complete, failed, early, notFound, serverError, refused, unreadable, unanswered
        /// The response found the job, and contradicts others.
        case contradiction
    }

    private let nouns: Nouns
    private var paths: [Kind: String] = [:]
    private var drawn: [Kind: Set<Int>] = [:]
    private var count = 0

    init(_ nouns: Nouns) {
        self.nouns = nouns
    }

    /// Adds a mark.
    mutating func add(_ kind: Kind, at x: Double) {
        count += 1
        guard drawn[kind, default: []].insert(Int(x * 2)).inserted else { return }
        paths[kind, default: ""] += "M\(Coordinate(x)) \(kind.stroke)"
    }

    /// The paths, wide where there is room between marks.
    var markup: Markup {
        let width = count > 240 ? "w1" : count > 90 ? "w2" : count > 30 ? "w3" : "w4"
        return Markup("g", ["class": width]) {
            for kind in Kind.allCases {
                if let path = paths[kind] {
                    Markup("path", ["class": kind.className, "d": path]) { Markup("title") { kind.words(nouns) } }
                }
            }
        }
    }

    /// The kinds that were drawn.
    var kinds: Set<Kind> { Set(paths.keys) }
}

extension MarkPaths.Kind {
    /// Creates the kind of a poll's mark.
    init(_ said: JobTimeline.ReportedState) {
        switch said {
        case .initiated: self = .initiated
        case .scanning: self = .scanning
        case .complete: self = .complete
        case .failed: self = .failed
        case .notFound: self = .notFound
        case .serverError: self = .serverError
        case .refused: self = .refused
        case .unreadable: self = .unreadable
        case .unanswered: self = .unanswered
        }
    }

    /// True if the mark is above the line.
    var isFound: Bool {
        switch self {
        case .initiated, .scanning, .complete, .failed, .early: true
        case .notFound, .serverError, .refused, .unreadable, .unanswered, .contradiction: false
        }
    }

    /// The class name in the style sheet.
    var className: String {
        switch self {
        case .initiated: "initiated"
        case .scanning: "scanning"
        case .complete: "complete"
        case .failed: "scan-failed"
        case .early: "early"
        case .notFound: "not-found"
        case .serverError: "server-error"
        case .refused: "refused"
        case .unreadable: "unreadable"
        case .unanswered: "unanswered"
        case .contradiction: "contradiction"
        }
    }

    /// The kind in words.
    func words(_ nouns: Nouns) -> String {
        switch self {
        case .initiated: "initiated"
        case .scanning: "\(nouns.running) (results: pending)"
        case .complete: "complete (results: delivered)"
        case .failed: "\(nouns.job) failed"
        case .early: "results not yet there, rightly"
        case .notFound: "not found"
        case .serverError: "5xx"
        case .refused: "401, 403, 429 …"
        case .unreadable: "not understood"
        case .unanswered: "no answer"
        case .contradiction: "found, but contradicts what was known, or comes after complete"
        }
    }

    /// The stroke, from the top edge of the lane.
    var stroke: String {
        switch self {
        case .initiated: "15v-5"
        case .scanning: "15v-9"
        case .complete: "15v-14"
        case .failed: "15v-5m0-3v-6"
        case .early: "15v-3"
        case .notFound: "15v14"
        case .serverError: "15v9"
        case .refused: "15v6"
        case .unreadable: "15v5m0 3v6"
        case .unanswered: "17v3m0 2v3m0 2v2"
        case .contradiction: "23h.01"
        }
    }
}
