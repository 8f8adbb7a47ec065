//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Plan {
    /// Returns the plan as an API with this profile can perform it: a plan's bodies are the scan API's.
    ///
    /// Workloads that need a feature which the API does not have are left out by themselves.
    func fitted(to profile: Profile) -> Plan {
        var plan = self
        let first = profile.preparations.first ?? profile.initiate
        if !profile.bodies.isEmpty {
            plan.jobs.bodies = profile.bodies
        } else if !profile.offers.contains(.filters) || first.body != nil {
            // No body is sent where none is described; the one that is stands in the call.
            plan.jobs.bodies = [first.body?.shown ?? ""]
        }
        if !profile.offers.contains(.filters) { plan.initiate = Initiate() }
        return plan
    }
}

extension Profile.Body {
    /// The body as people read it, with its placeholders.
    var shown: String {
        switch self {
        case .json(let text), .text(let text): text
        case .form(let fields): fields.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
        }
    }
}

extension Profile {
    /// Throws when a parameter of the profile has no value yet.
    func requireParameters() throws(ProbeFailure) {
        guard let parameter = parameters.first(where: { $0.value == nil }) else { return }
        throw ProbeFailure(
            .badProfile,
            "the profile \(name) needs --set \(parameter.name)=VALUE: \(parameter.summary)"
        )
    }
}
