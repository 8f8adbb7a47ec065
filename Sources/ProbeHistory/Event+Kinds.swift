//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Event {
    /// The operation of a request.
    public enum Operation: String, Codable, Sendable, Hashable, CaseIterable {
        case login
        /// A call before the one that begins a job, such as one that creates what the other starts.
        case prepare
        case initiate
        case status
        case results
        /// A further page or part of results.
        case page
        case cancel
        case delete
        /// The jobs that there are.
        case list
        /// A call of an operator endpoint, such as the jobs' metrics.
        case diagnostics
        /// The metrics of the deployment, in Prometheus' text format.
        case metrics
        /// A path that the API does not have.
        case other
    }

    /// The intent of a request, which determines the correct response.
    public enum Intent: String, Codable, Sendable, Hashable, CaseIterable {
        /// The course of a job: the requests of a well-behaved client.
        case course
        /// The filters of a running job, initiated again: the correct response names the same job.
        case joins
        /// The filters of a complete job, initiated again with `force_refresh`: the correct response names a new job.
        case refreshes
        /// One of two concurrent initiations with the same filters: the correct responses name one job.
        case twin
        /// An initiation after all bad input, which has to be accepted.
        case afterErrors = "after_errors"
        /// A link of the initiation's response, followed unchanged.
        case followsLink = "follows_link"
        /// One of two initiations with the same key: the correct responses name one job.
        case repeated
        /// The course of a job that is cancelled.
        case cancelled
        /// A job that was deleted, or whose time is over.
        case expired
        /// Results requested before the job was seen complete.
        case early
        /// The course of a job that a fault hits: evidence of recovery, and of nothing else.
        case recovery
        /// A well-formed id that no job has.
        case unknownID = "unknown_id"
        /// Another user's job.
        case foreignID = "foreign_id"
        /// No token at all.
        case noToken = "no_token"
        /// A token that is no JWT.
        case malformedToken = "malformed_token"
        /// The user's token with `alg` set to `none` and its signature cut off.
        case unsignedToken = "unsigned_token"
        /// The user's token signed again with a key of the prober's.
        case forgedToken = "forged_token"
        /// The user's token with its expiry moved to the past.
        case expiredToken = "expired_token"
        /// A user's token where an operator's is required.
        case userToken = "user_token"
        /// An operator's token.
        case adminToken = "admin_token"
        /// An id with special characters of a path, a pattern or a log.
        case hostileID = "hostile_id"
        /// A body that is not JSON.
        case malformedJSON = "malformed_json"
        /// A JSON body with a value of the wrong type.
        case wrongType = "wrong_type"
        /// A body with another media type than JSON.
        case wrongMediaType = "wrong_media_type"
        /// A body over the limit.
        case oversizedBody = "oversized_body"
        /// A method that the path does not have.
        case wrongMethod = "wrong_method"
        /// A path that the API does not have.
        case unknownPath = "unknown_path"
        /// More initiations within a minute than the rate limit.
        case burst
        /// A poll with the cookie of an earlier answer, to see whether it ties the client to one worker.
        case replayedCookie = "replayed_cookie"
        /// A request with a header that is longer than proxies let through, to see whether one answers by itself.
        case longHeader = "long_header"
        /// One of several jobs begun at once, each polled at once; see ``course`` for the polls that follow.
        case flock
    }

    /// The user of a request.
    public enum User: String, Codable, Sendable, Hashable, CaseIterable {
        /// The plan's main user.
        case first
        /// The second user, whose jobs the first must not see.
        case second
        /// The operator.
        case admin
        /// Without valid credentials.
        case nobody
    }
}
