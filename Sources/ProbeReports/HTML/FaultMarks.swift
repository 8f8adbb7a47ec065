//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import ProbeHistory

/// The faults during a job: vertical lines through all its lanes, and a row of words.
struct FaultMarks {
    private let faults: [Fault]
    private let scale: TimeScale
    private let store: String

    /// Selects the faults within the job's time that hit this job or all.
    init(_ timeline: JobTimeline, of history: History, on scale: TimeScale, _ vocabulary: Vocabulary) {
        self.scale = scale
        store = vocabulary.store
        faults = history.faults.filter { fault in
            fault.failure == nil && fault.hitIDs?.contains(timeline.id) != false
                && (scale.start...scale.end).contains(fault.began)
        }
    }

    /// Renders the lines, to the height of a lane.
    func lines(height: Int) -> Markup {
        guard !faults.isEmpty else { return .nothing }
        let lines = faults.map { "M\(Coordinate(scale.x($0.began))) 0v\(height)" }
        return Markup("path", ["class": "fault", "d": lines.joined()]) {
            Markup("title") { "done by the prober" }
        }
    }

    /// The faults and their times, in words; `nil` when there are none.
    var words: String? {
        guard !faults.isEmpty else { return nil }
        return faults.map { fault in
            let seconds = (fault.began - scale.start).inSeconds
            return "\(fault.kind.words(store)) at \(TextLayout.decimal(seconds, digits: 1)) s"
        }.joined(separator: ", ")
    }
}

extension Fault.Kind {
    fileprivate func words(_ store: String) -> String {
        switch self {
        case .deleteLookup: "one lookup key deleted"
        case .deleteLookups: "all lookup keys deleted"
        case .addForeignKeys: "store filled with foreign keys"
        case .removeForeignKeys: "foreign keys removed"
        case .killWorker: "worker killed"
        case .stopWorker: "worker stopped"
        case .pauseWorker: "worker suspended"
        case .resumeWorker: "worker resumed"
        case .restartRedis: "\(store) restarted"
        case .stopRedis: "\(store) suspended"
        case .resumeRedis: "\(store) resumed"
        }
    }
}
