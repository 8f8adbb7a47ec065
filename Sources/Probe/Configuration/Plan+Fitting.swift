//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Plan {
    /// Returns the plan adapted to an API of this profile: a plan's bodies and bad input are those of the scan API.
    func fitted(to profile: Profile) -> Plan {
        var plan = self
        if !profile.bodies.isEmpty { plan.bodies = profile.bodies }
        if !profile.offers.contains(.filters) {
            plan.joins = nil
            plan.refreshes = nil
            plan.twinBodies = nil
            // Such an API does not join them to the existing job: each one would start real work.
            plan.rates.maximumInitiations = 0
        }
        if !profile.offers.contains(.errors) { plan.negativeProbes = nil }
        if !profile.offers.contains(.rateLimit) { plan.burst = nil }
        return plan
    }
}

extension Profile {
    /// Rejects a profile with a parameter that has no value.
    func requireParameters() throws(ProbeFailure) {
        guard let parameter = self.parameters.first(where: { $0.value == nil }) else { return }
        throw ProbeFailure(
            .badProfile,
            "the profile \(self.name) needs --set \(parameter.name)=VALUE: \(parameter.summary)"
        )
    }
}
