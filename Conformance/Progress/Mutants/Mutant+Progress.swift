//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Mutant {
    /// The mutants of the group *progress*.
    static let ofProgress: [Mutant] = [
        .progressShrinks,
        .progressOvershoots,
        .progressZeroToTheEnd,
        .totalZeroAtFirst,
        .completeWithFewer,
        .completeWithZero,
        .percentageAsFraction,
        .percentageShrinks,
        .percentageAhead,
        .partialResultVanishes,
        .foundSoFarShrinks,
    ]
}
