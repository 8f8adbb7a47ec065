//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Mutant {
    /// The mutants of the group *initiate*.
    static let ofInitiate: [Mutant] = [
        .initiationSlow,
        .idsRepeat,
        .pollAddressBroken,
        .emptyObjectRefused,
        .neverJoined,
        .twinsBothStarted,
        .refreshIgnored,
        .refreshRemovesOldScan,
        .slotOverwritten,
        .reinitiationStuck,
        .filtersNotEchoed,
        .headersMissing,
        .addressInside,
    ]
}
