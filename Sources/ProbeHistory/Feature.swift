//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An optional feature of a job API; a profile lists those that its API offers.
///
/// A requirement about a feature that is not offered is skipped, with that reason.
public enum Feature: String, Codable, Sendable, Hashable, CaseIterable {
    /// The initiation's response contains links to the status and the results.
    case links
    /// A status counts the completed steps and all steps.
    case steps
    /// A status contains the completed percentage.
    case percentage
    /// A status counts the items found so far and lists the first of them.
    case partialResults = "partial_results"
    /// A status and a result contain the job's id.
    case echoedID = "echoed_id"
    /// Results are a list of opportunities, with the analysis that the scan API's contract describes.
    case opportunities
    /// An initiation can be limited by filters, and jobs with the same filters share a slot.
    case filters
    /// A well-formed unknown id can be made up.
    case unknownIDs = "unknown_ids"
    /// Errors have the scan API's JSON bodies and status codes.
    case errors
    /// Initiations are limited for each user.
    case rateLimit = "rate_limit"
    /// There are endpoints for operators only.
    case diagnostics
    /// There are metrics in Prometheus' text format.
    case metrics
    /// Every response carries a request id.
    case requestIDs = "request_ids"
    /// Jobs are kept in Redis under the keys of the store's contract.
    case store
    /// Answers have addresses at which the job is polled or its results are read.
    case addresses
    /// The same key twice starts one job.
    case idempotency
    /// A job can be cancelled.
    case cancel
    /// A job is known for a limited time, or until it is deleted.
    case retention
    /// Results come in pages or parts.
    case pages
    /// The jobs that there are can be asked for.
    case list

    /// The features of the scan API, which histories from before version 1.1 are about unless they say otherwise.
    public static let ofScans = Set(allCases).subtracting([
        .addresses, .idempotency, .cancel, .retention, .pages, .list,
    ])
}
