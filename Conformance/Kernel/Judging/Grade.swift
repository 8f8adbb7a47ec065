//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The grade of a deployment: a letter for what the rulings add up to, and a `+` for one that withstood faults as well.
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
    /// A rate, an isolation requirement, or initiation itself failed.
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
    /// Adds up rulings.
    ///
    /// What was skipped does not count; when nothing that is a MUST passed, nothing was seen and the grade is C.
    ///
    /// - Parameters:
    ///   - rulings: What came of each requirement.
    ///   - initiationFailed: Whether not a single initiation yielded a job although some were sent.
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

    /// Whether every group that looks at what faults do ran, and everything in it that was run passed, SHOULD included.
    private static func earnsPlus(_ rulings: [Judgement.Ruling]) -> Bool {
        [RequirementGroup.store, .recovery].allSatisfy { group in
            let rulings = rulings.filter { $0.requirement.group == group }
            return rulings.contains { $0.requirement.level == .must && $0.verdict == .passed }
                && !rulings.contains(where: \.verdict.isShortOfPassed)
        }
    }
}

extension Verdict {
    /// Whether the requirement was run and could not be decided.
    fileprivate var isUndecided: Bool {
        switch self {
        case .inconclusive, .harnessError: true
        case .passed, .failed, .skipped: false
        }
    }

    /// Whether the requirement was run and did not pass.
    fileprivate var isShortOfPassed: Bool {
        switch self {
        case .failed, .inconclusive, .harnessError: true
        case .passed, .skipped: false
        }
    }
}
