//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Mutant {
    /// All mutants, by group in the order of the catalogue.
    package static let all: [Mutant] = [
        ofInitiate,
        ofStatus,
        ofProgress,
        ofResults,
        ofRates,
        ofIsolation,
        ofErrors,
        ofLatency,
        ofStore,
        ofRecovery,
        ofObservability,
    ].flatMap(\.self)
}
