//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The meaning of a status response for the requested job.
///
/// A 5xx, 401, 403, 429, a broken connection or a timeout carries no information: the job may exist or not. Such a
/// poll fails in the rates, but it contradicts nothing.
enum StatusReading: Hashable {
    /// The job exists and is in this state, possibly one that the profile does not know.
    case found(JobState)
    /// The job does not exist: 404, 410, or a response below 500 that the profile reads as such.
    case notFound
    /// A success without a state, such as a proxy's page.
    case unreadable
    /// No information about the job.
    case noKnowledge

    init(_ outcome: Outcome) {
        guard case .answered(let response) = outcome else {
            self = .noKnowledge
            return
        }
        if response.parsed?.standing == .named, let state = response.parsed?.state {
            self = .found(state)
            return
        }
        switch (response.status, response.parsed?.state) {
        // The body, whatever its state field, is about the request.
        case (401, _), (403, _), (429, _): self = .noKnowledge
        case (404, _), (410, _), (200..<500, .notFound?): self = .notFound
        // A redirect has a meaning only where the profile defines one.
        case (200..<400, let state?): self = .found(state)
        case (200..<300, nil): self = .unreadable
        default: self = .noKnowledge
        }
    }

    var isFound: Bool { if case .found = self { true } else { false } }
}

/// The meaning of a results response for the requested results.
enum ResultsReading: Hashable {
    /// The results of a complete job.
    case delivered
    /// The job still runs.
    case pending
    /// The job or its results do not exist.
    case notFound
    /// The job failed: 409, or a success that says so.
    case failed
    /// A response that is neither results nor one of the responses above.
    case errorShaped
    /// No information about the results; see ``StatusReading``.
    case noKnowledge

    init(_ outcome: Outcome) {
        guard case .answered(let response) = outcome else {
            self = .noKnowledge
            return
        }
        let parsed = response.parsed
        if parsed?.standing == .named, let state = parsed?.state {
            self = Self(named: state, parsed)
            return
        }
        switch (response.status, parsed?.state) {
        case (300..<400, _), (401, _), (429, _), (502...504, _): self = .noKnowledge
        case (404, _), (410, _), (200..<500, .notFound?): self = .notFound
        case (202, _), (200..<300, .scanning?), (200..<300, .initiated?): self = .pending
        case (409, _), (200..<300, .failed?), (200..<300, .cancelled?): self = .failed
        case (200..<300, _) where parsed?.listed != nil || parsed?.digest != nil: self = .delivered
        default: self = .errorShaped
        }
    }

    /// The reading where the profile gives the HTTP status its meaning.
    private init(named state: JobState, _ parsed: ParsedFields?) {
        self =
            switch state {
            case .initiated, .scanning: .pending
            case .failed, .cancelled: .failed
            case .notFound: .notFound
            case .complete where parsed?.listed != nil || parsed?.digest != nil: .delivered
            case .complete, .unrecognised: .errorShaped
            }
    }
}

/// The meaning of an initiation's response.
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
    /// A flag for an address that was not followed, since it leads to another origin.
    var leadsElsewhere: Bool {
        guard case .unanswered(let failure) = self else { return false }
        return failure.kind == .foreignOrigin
    }

    /// The failure of the prober itself, if it made the request fail; such events never count.
    var harnessFailure: Failure? {
        guard case .unanswered(let failure) = self, failure.kind == .harness else { return nil }
        return failure
    }
}
