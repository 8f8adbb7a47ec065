//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// How a deployment is spoken to, and where in its answers stands what.
///
/// Written in YAML; `Conformance/Profiles` has the built-in ones, and `Conformance/README.md` explains each key.
public struct Profile: Sendable, Hashable {
    /// The profile's name.
    public var name: String
    /// What the profile is for, in a sentence.
    public var summary: String
    /// The words by which the API calls its jobs, their steps and the items of their results.
    public var nouns: Nouns
    /// What differs from deployment to deployment and stands in the other texts as `{name}`.
    public var parameters: [Parameter]
    /// What stands between the deployment's address and every path, such as `/api/v1`; may be empty.
    public var basePath: String
    /// The name of the header that carries a token.
    public var tokenHeader: String
    /// The value of that header, `{token}` standing for the token.
    public var tokenValue: String
    /// How to sign in; absent when the deployment asks for no tokens, or only for one that was got elsewhere.
    public var login: Login?
    /// How a job is started.
    public var initiate: Endpoint
    /// Where the id of a new job stands when not in the body.
    public var idHeader: IDHeader?
    /// How a job's status is asked for.
    public var status: Endpoint
    /// How a job's results are asked for.
    public var results: Endpoint
    /// Whether the call for the status is the one for the results, too.
    public var resultsAreStatus: Bool
    /// The bodies of initiations, used in turn instead of the plan's; empty when the plan's fit.
    public var bodies: [String]
    /// A call that only an operator may make; absent when the API has none.
    public var diagnostics: Endpoint?
    /// Where the deployment's metrics are, its path at the deployment's root; absent when it has none.
    public var metrics: Endpoint?
    /// The shape of a job id that no job has, with `{hex32}` or `{uuid}` in it; empty when none can be made up.
    public var madeUpID: String
    /// Where in an answer stands what.
    public var read: Paths
    /// Which words an answer uses for a state.
    public var states: [String: JobState]
    /// The members that tell a state by being there.
    public var signs: [JobState: [JSONPath]]
    /// The HTTP statuses that mean *not found* whatever the body says.
    public var notFoundStatuses: Set<Int>
    /// The HTTP statuses that mean *still scanning* when the body says nothing.
    public var pendingStatuses: Set<Int>
    /// The HTTP statuses that mean *complete* when the body says nothing.
    public var completeStatuses: Set<Int>
    /// The HTTP statuses by which the call for the results says that they are at another address.
    public var resultsRedirects: Set<Int>
    /// Whether polls wait as long as `Retry-After` says, where that is longer than the plan's interval.
    public var heedsRetryAfter: Bool
    /// The headers that may name the worker, in lower case.
    public var workerHeaders: [String]
    /// What the API has of all that APIs of this kind may have; requirements about the rest are skipped.
    public var offers: Set<Feature>
}

extension Profile {
    /// Something that differs from deployment to deployment.
    public struct Parameter: Sendable, Hashable {
        /// The name, which stands in the profile's texts as `{name}`.
        public var name: String
        /// What it is, for people.
        public var summary: String
        /// The value; absent as long as nobody gave one.
        public var value: String?
    }

    /// One call of the API.
    public struct Endpoint: Sendable, Hashable {
        /// The HTTP method.
        public var method: String
        /// The path below the base path, `{job_id}` standing for the id as one component and `{+job_id}` for the id as
        /// it is, slashes and all; `{+job_id}` alone for an id that is an address.
        public var path: String
        /// The HTTP statuses of success.
        public var accepts: Set<Int>
        /// Header fields of the request besides the usual ones, such as `Prefer`.
        public var headers: [String: String]
    }

    /// How to sign in.
    public struct Login: Sendable, Hashable {
        /// The call.
        public var endpoint: Endpoint
        /// The body, `{email}` and `{password}` standing for the credentials in its texts.
        public var body: JSONValue
        /// Where in the answer the token stands.
        public var token: [JSONPath]
        /// Where in the answer the user's id stands.
        public var userID: [JSONPath]
    }

    /// Where in an answer stands what; of several paths, the first that leads to a value of the right type counts.
    public struct Paths: Sendable, Hashable {
        /// The job's id.
        public var jobID: [JSONPath]
        /// The user's id.
        public var userID: [JSONPath]
        /// The word for the state; `true`, `false` and whole numbers may be words, too.
        public var state: [JSONPath]
        /// How many steps are done.
        public var completed: [JSONPath]
        /// How many steps there are.
        public var totalSteps: [JSONPath]
        /// How many opportunities were found so far.
        public var found: [JSONPath]
        /// The share that is done, 0…100.
        public var percentage: [JSONPath]
        /// How many opportunities there are in all.
        public var total: [JSONPath]
        /// The list of opportunities.
        public var opportunities: [JSONPath]
        /// The results where they are no list of opportunities: any JSON value.
        public var result: [JSONPath]
        /// The address of the status.
        public var pollURL: [JSONPath]
        /// The address of the results.
        public var resultsURL: [JSONPath]
        /// The text of an error.
        public var message: [JSONPath]
    }
}
