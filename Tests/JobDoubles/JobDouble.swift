//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A small server of a job API, described by its calls and their answers.
///
/// In paths and bodies `{id}` stands for the job's id, `{number}` for the number of its polls, and `{base}` for the server's
/// address; `{any}` in a path is anything.
package struct JobDouble: Sendable {
    /// An answer.
    package struct Answer: Sendable {
        package var status: Int
        package var headers: [String: String]
        package var body: String

        package init(_ status: Int = 200, _ body: String = "", headers: [String: String] = [:]) {
            self.status = status
            self.body = body
            self.headers = headers
        }
    }

    /// The part that a call plays.
    package enum Part: Sendable, Hashable {
        /// Creates a job, and starts it unless a later call does.
        case create
        /// Starts a job that was created.
        case start
        /// Tells the state.
        case status
        /// Has the results.
        case results
        /// Ends a job.
        case cancel
        /// Forgets a job.
        case delete
    }

    /// A call.
    package struct Call: Sendable {
        package var part: Part
        /// The method and the path with its query.
        package var line: String
        /// Texts that the request's header fields must have.
        package var needs: [String]
        /// The answer while the job runs, and for calls that know no state.
        package var running: Answer
        /// The answer at the end; the same unless given.
        package var done: Answer
        /// The answer at the end of a faulty server that has no results.
        package var empty: Answer?

        package init(
            _ part: Part,
            _ line: String,
            needs: [String] = [],
            _ running: Answer = Answer(),
            done: Answer? = nil,
            empty: Answer? = nil
        ) {
            self.part = part
            self.line = line
            self.needs = needs
            self.running = running
            self.done = done ?? running
            self.empty = empty
        }
    }

    /// The form of the ids.
    package enum Form: Sendable {
        case uuid
        case hex
        case number
        /// A text before 32 digits.
        case after(String)
    }

    /// A fault.
    package enum Fault: String, Sendable, CaseIterable {
        case none
        /// Every third call about a job knows nothing of it.
        case forgets
        /// The job runs again some time after its end.
        case runsAgain
        /// The job ends without results.
        case hasNoResults
    }

    /// The name of the profile.
    package var profile: String
    /// The values of the profile's parameters.
    package var parameters: [String: String]
    /// The header, or the parameter of the query, that every request must have: `Authorization: Bearer TOKEN`, `?token=TOKEN`.
    package var access: String?
    package var form: Form
    package var calls: [Call]
    /// The answer about a job that is unknown.
    package var unknown: Answer
    /// The answer to a cancelled job's polls.
    package var cancelled: Answer?

    /// The token of the tests.
    package static let token = "secret-token-of-the-tests"

    package init(
        _ profile: String,
        set parameters: [String: String] = [:],
        access: String? = nil,
        ids form: Form = .uuid,
        unknown: Answer = Answer(404, #"{"error":"not found"}"#),
        cancelled: Answer? = nil,
        _ calls: [Call]
    ) {
        self.profile = profile
        self.parameters = parameters
        self.access = access
        self.form = form
        self.unknown = unknown
        self.cancelled = cancelled
        self.calls = calls
    }
}
