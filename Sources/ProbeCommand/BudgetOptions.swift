//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe

/// The bounds of a run's evidence.
struct BudgetOptions: ParsableArguments {
    /// The largest budget, in megabytes: more than any machine has.
    private static let most = 1 << 30

    @Option(help: "How much memory the history may take, in MB; beyond it bodies are kept by digest and beginning.")
    var memoryBudget = EvidenceBudget().memory >> 20

    @Option(help: "How much of the disk the history may take, in MB; beyond it likewise.")
    var diskBudget = EvidenceBudget().disk >> 20

    /// The budget.
    var budget: EvidenceBudget { EvidenceBudget(memory: memoryBudget << 20, disk: diskBudget << 20) }

    func validate() throws {
        for (option, value) in [("--memory-budget", memoryBudget), ("--disk-budget", diskBudget)] {
            guard (1...Self.most).contains(value) else {
                throw ValidationError("\(option) needs a whole number of MB from 1 to \(Self.most).")
            }
        }
    }
}
