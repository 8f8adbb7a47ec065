//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Something that an API of the initiate–poll–results kind may have or not; a profile says which of them its API has.
///
/// A requirement about a feature that is not offered is skipped, with that as the reason.
public enum Feature: String, Codable, Sendable, Hashable, CaseIterable {
    /// The initiation's answer names the addresses to poll and to read.
    case links
    /// A status counts the steps that are done and how many there are.
    case steps
    /// A status tells the share that is done.
    case percentage
    /// A status counts what was found so far and shows the first of it.
    case partialResults = "partial_results"
    /// A status and a result name the id that they are about.
    case echoedID = "echoed_id"
    /// Results are a list of opportunities, with the analysis that the scan API's contract describes.
    case opportunities
    /// An initiation can be limited by filters, and jobs with the same filters share a slot.
    case filters
    /// A well-formed id that nothing has can be made up.
    case unknownIDs = "unknown_ids"
    /// Errors are the scan API's JSON bodies and status codes.
    case errors
    /// Initiations are limited for each user.
    case rateLimit = "rate_limit"
    /// There are calls for operators only.
    case diagnostics
    /// There are metrics in Prometheus' text format.
    case metrics
    /// Every answer carries a request id.
    case requestIDs = "request_ids"
    /// Scans are kept in Redis under the keys of the store's contract.
    case store
}
