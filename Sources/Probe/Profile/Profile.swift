//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A description of a deployment's API: its calls, and the places of what is read in its answers.
///
/// Written in YAML; `Conformance/Profiles` has the built-in ones, and the guide *Describe your API* explains each key.
public struct Profile: Sendable, Hashable {
    /// The profile's name.
    public var name: String
    /// The purpose of the profile, in a sentence.
    public var summary: String
    /// The documents that the profile was written from.
    public var sources: [String]
    /// The words by which the API calls its jobs, their steps and the items of their results.
    public var nouns: Nouns
    /// The values that differ between deployments and appear in the other texts as `{name}`.
    public var parameters: [Parameter]
    /// The path between the deployment's address and every other path, such as `/api/v1`; may be empty.
    public var basePath: String
    /// The origins besides the deployment's own to which addresses may lead.
    public var origins: [String]
    /// The way in which a token is sent, and of what kind it is.
    public var access: TokenScheme
    /// The login; absent when the deployment asks for no tokens, or only for one that was obtained elsewhere.
    public var login: Login?
    /// The calls before ``initiate`` that a beginning needs, in their order.
    public var preparations: [Endpoint]
    /// The call that begins a job.
    public var initiate: Endpoint
    /// The header with the id of a new job, when it is not in the body.
    public var idHeader: IDHeader?
    /// The call for a job's status.
    public var status: Endpoint
    /// The call for a job's results.
    public var results: Endpoint
    /// True if the status also returns the results.
    public var resultsAreStatus: Bool
    /// True if a complete job may have no results.
    public var resultsMayBeEmpty: Bool
    /// The pages or parts in which results come; absent where they come at once.
    public var pages: Pages?
    /// The call that ends a job; absent when the API has none.
    public var cancel: Endpoint?
    /// The call that forgets a job; absent when the API has none.
    public var delete: Endpoint?
    /// The call that names the jobs that there are; absent when the API has none.
    public var list: Listing?
    /// The bodies of initiations, used in turn instead of the plan's; empty when the plan's are suitable.
    public var bodies: [String]
    /// A call for operators only; absent when the API has none.
    public var diagnostics: Endpoint?
    /// The deployment's metrics, with a path at the deployment's root; absent when it has none.
    public var metrics: Endpoint?
    /// The shape of an unknown job id, with `{hex32}`, `{uuid}` or `{number}` in it; empty when none can be made up.
    public var madeUpID: String
    /// The places of what is read in answers.
    public var read: Paths
    /// The states by their words in an answer.
    public var states: [String: JobState]
    /// The members that imply a state, in the order in which they are looked for.
    public var signs: [Sign]
    /// True if a known word counts with any error, as it did before HTTP statuses could be named for each call.
    public var readsWordsInAnyError: Bool
    /// The redirect statuses by which the results call points to the results' address.
    public var resultsRedirects: Set<Int>
    /// True if polls respect `Retry-After`, where it is longer than the plan's interval.
    public var heedsRetryAfter: Bool
    /// The most requests about jobs that the API allows.
    public var pollQuota: Quota?
    /// The most initiations that the API allows.
    public var initiationQuota: Quota?
    /// The time for which a job is known after its end, where that is told.
    public var keptFor: Duration?
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

    /// The login.
    public struct Login: Sendable, Hashable {
        /// The call, `{email}`, `{user}` and `{password}` standing for the credentials in its body.
        public var endpoint: Endpoint
        /// True if the credentials go into the header of the call.
        public var isBasic: Bool
        /// The places of the token in the answer.
        public var token: [Place]
        /// The places of the user's id in the answer.
        public var userID: [Place]
    }

    /// The call that names the jobs that there are.
    public struct Listing: Sendable, Hashable {
        /// The call.
        public var endpoint: Endpoint
        /// The places of the jobs' ids.
        public var ids: [Place]
    }

    /// A member that implies a state.
    public struct Sign: Sendable, Hashable {
        enum Kind: Sendable, Hashable {
            case present
            case absent
            case null
        }

        /// The state.
        public var state: JobState
        let place: Place
        let kind: Kind
    }

    /// The most requests that an API allows within some time.
    public struct Quota: Sendable, Hashable {
        /// The number of requests.
        public var count: Int
        /// The time.
        public var window: Duration
    }

    /// The places of what is read in answers; of several places, the first that leads to a value of the right type
    /// counts.
    public struct Paths: Sendable, Hashable {
        /// The job's id.
        public var jobID: [Place]
        /// The user's id.
        public var userID: [Place]
        /// The word for the state; `true`, `false` and integers may be words, too.
        public var state: [Place]
        /// The number of completed steps.
        public var completed: [Place]
        /// The number of all steps.
        public var totalSteps: [Place]
        /// The number of items found so far.
        public var found: [Place]
        /// The completed percentage, 0…100.
        public var percentage: [Place]
        /// The number of all items.
        public var total: [Place]
        /// The list of items.
        public var opportunities: [Place]
        /// The results where they are not a list of items: any value.
        public var result: [Place]
        /// The address of the status.
        public var pollURL: [Place]
        /// The address of the results.
        public var resultsURL: [Place]
        /// The text of an error.
        public var message: [Place]
    }
}
