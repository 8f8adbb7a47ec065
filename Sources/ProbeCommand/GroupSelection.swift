//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Probe
import ProbeHistory

/// The selection of `--only`: requirement groups, or requirements, which stand for their group.
struct GroupSelection {
    private let names: [String]

    init(_ names: [String]) {
        self.names = names
    }

    /// Restricts a plan to the selection; an empty selection leaves everything.
    ///
    /// - Throws: ``ProbeFailure`` for a name that is neither, and for an empty plan.
    func narrow(_ plan: inout Plan) throws(ProbeFailure) {
        guard !names.isEmpty else { return }
        var chosen: Set<RequirementGroup> = []
        for name in names { chosen.insert(try group(of: name)) }
        let left = plan.groups.filter(chosen.contains)
        guard !left.isEmpty else {
            throw ProbeFailure(
                .badPlan,
                "the plan \(plan.name) has none of the groups \(chosen.map(\.rawValue).sorted().joined(separator: ", ")):"
                    + " it has \(plan.groups.map(\.rawValue).joined(separator: ", "))"
            )
        }
        plan.groups = left
    }

    private func group(of name: String) throws(ProbeFailure) -> RequirementGroup {
        if let group = RequirementGroup(rawValue: name.lowercased()) { return group }
        if let requirement = Catalogue.builtIn[name.uppercased()] { return requirement.group }
        throw ProbeFailure(
            .badPlan,
            "there is no group or requirement `\(name)`: see `scan-probe requirements`; groups are"
                + " \(RequirementGroup.allCases.map(\.rawValue).joined(separator: ", "))"
        )
    }
}
