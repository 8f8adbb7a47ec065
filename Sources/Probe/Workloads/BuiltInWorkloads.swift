//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The workloads of the prober.
enum BuiltInWorkloads {
    /// One line for each workload; those of one phase take their turns in this order.
    static func all() -> [any Workload] {
        [
            MetricsReading(phase: .before),
            JobSeries(),
            DuplicateInitiations(),
            ForeignIDProbes(),
            WrongTokenProbes(),
            StoreSampling(),
            RateExtension(),
            UnknownIDProbes(),
            AlikeIDProbe(),
            ConcurrentInitiations(),
            RepeatedKeys(),
            Cancellation(),
            Forgetting(),
            ListReading(),
            DiagnosticsProbes(),
            BadInputProbes(),
            HostileIDProbes(),
            AfterBadInput(),
            ReplicaRounds(),
            AffinityProbes(),
            FrontProbe(),
            // Before anything is disturbed: a worker that is started again counts from nothing.
            MetricsReading(phase: .undisturbed),
            RecoveryFaults(),
            StoreCensus(),
            BurstProbe(),
        ]
    }

    /// The sections of the plan that these workloads read, those that checks read, and that of a load test.
    static let sections: [any PlanSection.Type] = Plan.sections(of: all()) + [Plan.Load.self]
}
