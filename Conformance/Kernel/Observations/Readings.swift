//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// What a status answer says about the job it was asked for.
///
/// A 5xx, 401, 403, 429, a broken connection or a timeout brings no knowledge: the job may exist or not. Such a poll
/// fails in the rates, but it contradicts nothing.
enum StatusReading: Hashable {
    /// The job exists and is in this state, possibly one that the profile does not know.
    case found(JobState)
    /// The job does not exist: 404, 410, or an answer below 500 that the profile reads so.
    case notFound
    /// A success without any state in it, such as a page of a proxy.
    case unreadable
    /// Nothing is said about the job.
    case noKnowledge

    init(_ outcome: Outcome) {
        guard case .answered(let response) = outcome else {
            self = .noKnowledge
            return
        }
        switch (response.status, response.parsed?.state) {
        // Whatever word stands there, it is about the request.
        case (401, _), (403, _), (429, _): self = .noKnowledge
        case (404, _), (410, _), (200..<500, .notFound?): self = .notFound
        // A redirect says something only where the profile knows it to.
        case (200..<400, let state?): self = .found(state)
        case (200..<300, nil): self = .unreadable
        default: self = .noKnowledge
        }
    }

    var isFound: Bool { if case .found = self { true } else { false } }
}

/// What a results answer says about the results it was asked for.
enum ResultsReading: Hashable {
    /// The results of a complete job.
    case delivered
    /// The job still runs.
    case pending
    /// The job or its results do not exist.
    case notFound
    /// The job failed: 409, or a success that says so.
    case failed
    /// An answer that is neither results nor one of the answers above.
    case errorShaped
    /// Nothing is said about the results; see ``StatusReading``.
    case noKnowledge

    init(_ outcome: Outcome) {
        guard case .answered(let response) = outcome else {
            self = .noKnowledge
            return
        }
        let parsed = response.parsed
        switch (response.status, parsed?.state) {
        case (300..<400, _), (401, _), (429, _), (502...504, _): self = .noKnowledge
        case (404, _), (410, _), (200..<500, .notFound?): self = .notFound
        case (202, _), (200..<300, .scanning?), (200..<300, .initiated?): self = .pending
        case (409, _), (200..<300, .failed?): self = .failed
        case (200..<300, _) where parsed?.listed != nil || parsed?.digest != nil: self = .delivered
        default: self = .errorShaped
        }
    }
}

/// What came of an initiation.
enum InitiationReading: Hashable {
    /// Accepted, with this job id.
    case accepted(jobID: String)
    /// A success that carries no job id.
    case withoutID
    /// Refused by the rate limit.
    case limited
    /// Refused as a request: a 4xx that is neither about the token nor about the rate.
    case refused
    /// Anything else: 5xx, 401, 403, a broken connection, a timeout.
    case noKnowledge

    init(_ outcome: Outcome) {
        guard case .answered(let response) = outcome else {
            self = .noKnowledge
            return
        }
        switch (response.status, response.parsed?.jobID) {
        case (200..<300, let id?) where !id.isEmpty: self = .accepted(jobID: id)
        case (200..<300, _): self = .withoutID
        case (429, _): self = .limited
        case (401, _), (403, _): self = .noKnowledge
        case (400..<500, _): self = .refused
        default: self = .noKnowledge
        }
    }
}

extension Outcome {
    /// The failure of the prober itself, if that is what came of the request; such events never count.
    var harnessFailure: Failure? {
        guard case .unanswered(let failure) = self, failure.kind == .harness else { return nil }
        return failure
    }
}
