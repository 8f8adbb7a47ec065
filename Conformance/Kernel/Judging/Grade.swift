//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The grade of a deployment: a letter that combines the rulings, and a `+` for passing under faults as well.
///
/// Source: `Conformance/Contract/judging.md#letters`.
public enum Grade: String, Codable, Sendable, Hashable, CaseIterable {
    /// An A, and the groups `store` and `recovery` ran and passed too.
    case aPlus = "A+"
    /// Every MUST and SHOULD that was run passed.
    case a = "A"
    /// A B, and the groups `store` and `recovery` ran and passed too.
    case bPlus = "B+"
    /// Every MUST passed, some SHOULD did not.
    case b = "B"
    /// No MUST failed, some MUST is inconclusive.
    case c = "C"
    /// A MUST failed.
    case d = "D"
    /// Jobs were not found, results were not delivered, another user's job was visible, or initiation was broken.
    case f = "F"

    /// The overall verdict that goes with the grade.
    public var overall: Judgement.Overall {
        switch self {
        case .aPlus, .a, .bPlus, .b: .pass
        case .c: .inconclusive
        case .d, .f: .fail
        }
    }
}

extension Grade {
    /// Combines rulings into a grade.
    ///
    /// Skipped requirements do not count; without a single passed MUST there is no evidence and the grade is C.
    ///
    /// - Parameters:
    ///   - rulings: The ruling on each requirement.
    ///   - initiationFailed: True if initiations were sent and none yielded a job.
    init(rulings: [Judgement.Ruling], initiationFailed: Bool) {
        let failed = rulings.filter { $0.verdict.kind == .failed }
        let musts = rulings.filter { $0.requirement.level == .must }
        if initiationFailed || failed.contains(where: \.requirement.isDisqualifying) {
            self = .f
        } else if failed.contains(where: { $0.requirement.level == .must }) {
            self = .d
        } else if musts.contains(where: \.verdict.isUndecided) || !musts.contains(where: { $0.verdict == .passed }) {
            self = .c
        } else if rulings.contains(where: { $0.requirement.level == .should && $0.verdict.isShortOfPassed }) {
            self = Self.earnsPlus(rulings) ? .bPlus : .b
        } else {
            self = Self.earnsPlus(rulings) ? .aPlus : .a
        }
    }

    /// Returns true if every group about faults ran and passed, SHOULD included.
    private static func earnsPlus(_ rulings: [Judgement.Ruling]) -> Bool {
        [RequirementGroup.store, .recovery].allSatisfy { group in
            let rulings = rulings.filter { $0.requirement.group == group }
            return rulings.contains { $0.requirement.level == .must && $0.verdict == .passed }
                && !rulings.contains(where: \.verdict.isShortOfPassed)
        }
    }
}

extension Verdict {
    /// A flag for a requirement that ran and could not be decided.
    fileprivate var isUndecided: Bool {
        switch self {
        case .inconclusive, .harnessError: true
        case .passed, .failed, .skipped: false
        }
    }

    /// A flag for a requirement that ran and did not pass.
    fileprivate var isShortOfPassed: Bool {
        switch self {
        case .failed, .inconclusive, .harnessError: true
        case .passed, .skipped: false
        }
    }
}
