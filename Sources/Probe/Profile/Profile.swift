//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A description of a deployment's API: its endpoints and the JSON paths of the response fields.
///
/// Written in YAML; `Conformance/Profiles` has the built-in ones, and the guide *Describe your API* explains each key.
public struct Profile: Sendable, Hashable {
    /// The profile's name.
    public var name: String
    /// The purpose of the profile, in a sentence.
    public var summary: String
    /// The words by which the API calls its jobs, their steps and the items of their results.
    public var nouns: Nouns
    /// The values that differ between deployments and appear in the other texts as `{name}`.
    public var parameters: [Parameter]
    /// The path between the deployment's address and every other path, such as `/api/v1`; may be empty.
    public var basePath: String
    /// The name of the header that carries a token.
    public var tokenHeader: String
    /// The value of that header, `{token}` standing for the token.
    public var tokenValue: String
    /// The login; absent when the deployment asks for no tokens, or only for one that was obtained elsewhere.
    public var login: Login?
    /// The endpoint that starts a job.
    public var initiate: Endpoint
    /// The header with the id of a new job, when it is not in the body.
    public var idHeader: IDHeader?
    /// The endpoint of a job's status.
    public var status: Endpoint
    /// The endpoint of a job's results.
    public var results: Endpoint
    /// True if the status endpoint also returns the results.
    public var resultsAreStatus: Bool
    /// The bodies of initiations, used in turn instead of the plan's; empty when the plan's are suitable.
    public var bodies: [String]
    /// An endpoint for operators only; absent when the API has none.
    public var diagnostics: Endpoint?
    /// The deployment's metrics, with a path at the deployment's root; absent when it has none.
    public var metrics: Endpoint?
    /// The shape of an unknown job id, with `{hex32}` or `{uuid}` in it; empty when none can be made up.
    public var madeUpID: String
    /// The JSON paths of the response fields.
    public var read: Paths
    /// The states by their words in a response.
    public var states: [String: JobState]
    /// The members that imply a state by their presence.
    public var signs: [JobState: [JSONPath]]
    /// The HTTP statuses that mean *not found* with any body.
    public var notFoundStatuses: Set<Int>
    /// The HTTP statuses that mean *still scanning* when the body has no state.
    public var pendingStatuses: Set<Int>
    /// The HTTP statuses that mean *complete* when the body has no state.
    public var completeStatuses: Set<Int>
    /// The redirect statuses by which the results endpoint points to the results' address.
    public var resultsRedirects: Set<Int>
    /// True if polls respect `Retry-After`, where it is longer than the plan's interval.
    public var heedsRetryAfter: Bool
    /// The headers that may contain the worker, in lower case.
    public var workerHeaders: [String]
    /// The optional features that the API offers; requirements about the others are skipped.
    public var offers: Set<Feature>
}

extension Profile {
    /// A value that differs between deployments.
    public struct Parameter: Sendable, Hashable {
        /// The name, which appears in the profile's texts as `{name}`.
        public var name: String
        /// The description for people.
        public var summary: String
        /// The value; absent until one is given.
        public var value: String?
    }

    /// An endpoint of the API.
    public struct Endpoint: Sendable, Hashable {
        /// The HTTP method.
        public var method: String
        /// The path below the base path, `{job_id}` standing for the id as one component and `{+job_id}` for the
        /// unescaped id with its slashes; `{+job_id}` alone for an id that is an address.
        public var path: String
        /// The HTTP statuses of success.
        public var accepts: Set<Int>
        /// Header fields of the request besides the usual ones, such as `Prefer`.
        public var headers: [String: String]
    }

    /// The login.
    public struct Login: Sendable, Hashable {
        /// The endpoint.
        public var endpoint: Endpoint
        /// The body, `{email}` and `{password}` standing for the credentials in its texts.
        public var body: JSONValue
        /// The JSON paths of the token in the response.
        public var token: [JSONPath]
        /// The JSON paths of the user's id in the response.
        public var userID: [JSONPath]
    }

    /// The JSON paths of the response fields; of several paths, the first that leads to a value of the right type
    /// counts.
    public struct Paths: Sendable, Hashable {
        /// The job's id.
        public var jobID: [JSONPath]
        /// The user's id.
        public var userID: [JSONPath]
        /// The word for the state; `true`, `false` and integers may be words, too.
        public var state: [JSONPath]
        /// The number of completed steps.
        public var completed: [JSONPath]
        /// The number of all steps.
        public var totalSteps: [JSONPath]
        /// The number of items found so far.
        public var found: [JSONPath]
        /// The completed percentage, 0…100.
        public var percentage: [JSONPath]
        /// The number of all items.
        public var total: [JSONPath]
        /// The list of items.
        public var opportunities: [JSONPath]
        /// The results where they are not a list of items: any JSON value.
        public var result: [JSONPath]
        /// The address of the status.
        public var pollURL: [JSONPath]
        /// The address of the results.
        public var resultsURL: [JSONPath]
        /// The text of an error.
        public var message: [JSONPath]
    }
}
