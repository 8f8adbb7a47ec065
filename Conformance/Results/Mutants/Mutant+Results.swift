//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Mutant {
    /// The mutants of the group *results*.
    static let ofResults: [Mutant] = [
        .resultsPendingAfterComplete,
        .resultsMissingAfterComplete,
        .resultsTruncatedBeforeComplete,
        .resultsDiffer,
        .resultsShortByOne,
        .resultsWithDuplicate,
        .resultsWithForeignID,
        .resultsWithForeignUser,
        .resultsWithNaN,
        .resultsMissingField,
        .resultsOutOfRange,
        .timesWithoutOffset,
        .analysisDoesNotAddUp,
        .filtersIgnored,
        .resultsNull,
    ]
}
