//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Mutant {
    /// The mutants of the group *status*.
    static let ofStatus: [Mutant] = [
        .lookupInMemoryOnly,
        .lookupBehindCookie,
        .placeholderLate,
        .raceInOneOfThree,
        .raceInOneOfTen,
        .firstWriteDropped,
        .noReadBack,
        .connectsAtFirstUse,
        .threePercentNotFound,
        .eightPercentNotFound,
        .lookupsRemovedAtCompletion,
        .latestScanForUnknown,
        .unknownIDFound,
        .partialSnapshotCached,
        .unknownStateWord,
        .anotherIDInStatus,
        .scansAgain,
        .neverCompletes,
        .failedAsScanning,
        .failedWithoutError,
        .polledToDeath,
        .duplicateExecution,
    ]
}
