//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ConformanceChecks

extension Comparison {
    /// A requirement with a changed verdict.
    public struct RequirementChange: Codable, Sendable, Hashable {
        /// The kind of a change.
        public enum Change: String, Codable, Sendable, Hashable, CaseIterable {
            /// It failed, and passes now.
            case fixed
            /// It did not fail, and fails now.
            case broken
            /// It was skipped, and is judged now.
            case newlyRun = "newly_run"
            /// It was judged, and is skipped now.
            case noLongerRun = "no_longer_run"
            /// There was too little evidence, and it passes now.
            case decided
            /// There is too little evidence now.
            case undecided
        }

        /// The requirement's id.
        public var id: String
        /// The kind of the change.
        public var change: Change
        /// The verdict before; absent when the report did not have the requirement.
        public var before: Verdict.Kind?
        /// The verdict after; absent when the report does not have the requirement.
        public var after: Verdict.Kind?
        /// The current summary, or the last one.
        public var summary: String

        /// The direction of the change; a failure that was not tested before counts as a new one.
        public var trend: Trend {
            switch change {
            case .fixed: .better
            case .broken: .worse
            case .newlyRun: after == .failed ? .worse : .same
            case .noLongerRun, .decided, .undecided: .same
            }
        }

        static func all(from before: Report, to after: Report) -> [RequirementChange] {
            let old = Dictionary(before.requirements.map { ($0.id, $0) }) { first, _ in first }
            let new = Dictionary(after.requirements.map { ($0.id, $0) }) { first, _ in first }
            let gone = before.requirements.filter { new[$0.id] == nil }
            return (after.requirements + gone).compactMap { outcome in
                let (was, now) = (old[outcome.id]?.verdict, new[outcome.id]?.verdict)
                return change(from: was, to: now).map {
                    RequirementChange(id: outcome.id, change: $0, before: was, after: now, summary: outcome.summary)
                }
            }
        }

        private static func change(from before: Verdict.Kind?, to after: Verdict.Kind?) -> Change? {
            let decisive: Set<Verdict.Kind> = [.passed, .failed, .inconclusive]
            let was = before.flatMap { decisive.contains($0) ? $0 : nil }
            let now = after.flatMap { decisive.contains($0) ? $0 : nil }
            return switch (was, now) {
            case (nil, nil): nil
            case (nil, _): .newlyRun
            case (_, nil): .noLongerRun
            case _ where was == now: nil
            case (.failed, .passed): .fixed
            case (_, .failed): .broken
            case (_, .passed): .decided
            default: .undecided
            }
        }
    }
}
