//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Event {
    /// What a request asks for.
    public enum Operation: String, Codable, Sendable, Hashable, CaseIterable {
        case login
        case initiate
        case status
        case results
        /// A call of the operator's, such as the jobs' metrics.
        case diagnostics
        /// The metrics of the deployment, in Prometheus' text format.
        case metrics
        /// A path that the API does not have.
        case other
    }

    /// Why a request was sent, which decides what the right answer is.
    public enum Intent: String, Codable, Sendable, Hashable, CaseIterable {
        /// The course of a job: what an honest client does.
        case course
        /// The filters of a job that runs, initiated again: the same job is the answer, not another one.
        case joins
        /// The filters of a complete job, initiated again with `force_refresh`: a new job is the answer.
        case refreshes
        /// One of two initiations with the same filters, sent at the same time: one job is the answer to both.
        case twin
        /// An initiation after all bad input, which has to be served like any other.
        case afterErrors = "after_errors"
        /// The address that the initiation's answer gave, followed to the letter.
        case followsLink = "follows_link"
        /// Results asked for before the job was seen complete.
        case early
        /// The course of a job that the run itself disturbs: evidence of recovery, and of nothing else.
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
        /// A user's token where an operator's is needed.
        case userToken = "user_token"
        /// An operator's token.
        case adminToken = "admin_token"
        /// An id with characters that mean something to a path, a pattern or a log.
        case hostileID = "hostile_id"
        /// A body that is not JSON.
        case malformedJSON = "malformed_json"
        /// A JSON body with a value of the wrong type.
        case wrongType = "wrong_type"
        /// A body that says it is something else than JSON.
        case wrongMediaType = "wrong_media_type"
        /// A body over the limit.
        case oversizedBody = "oversized_body"
        /// A method that the path does not have.
        case wrongMethod = "wrong_method"
        /// A path that the API does not have.
        case unknownPath = "unknown_path"
        /// More initiations within a minute than a user may make.
        case burst
    }

    /// In whose name a request is sent.
    public enum User: String, Codable, Sendable, Hashable, CaseIterable {
        /// The plan's main user.
        case first
        /// The second user, whose jobs the first must not see.
        case second
        /// The operator.
        case admin
        /// Nobody: no valid credentials.
        case nobody
    }
}
