//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The evidence that a profile is written from.
struct Exploration: Sendable {
    /// The calls that began the job, with their answers.
    var begins: [SeenCall]
    /// The way to its status.
    var place: StatusPlace
    /// The polls of its status, in order.
    var polls: [SeenCall]
    /// The polls of a second job.
    var secondPolls: [SeenCall] = []
    /// The way in which the state is told.
    var state: StateReading
    /// The place of the results.
    var results: ResultsPlace
    /// The answer with the results, where they have a call of their own.
    var read: SeenCall?
    /// The answer to a call for results before the end.
    var early: SeenCall?
    /// The pages of the results.
    var pages: Pages?
    /// The answers about an id that no job has.
    var unknown: Unknown?
    /// The way in which a token is sent.
    var tokenUse: TokenUse?

    /// The answers about an id that no job has.
    struct Unknown: Sendable {
        /// The form of the made-up id, as `made_up_id` has it.
        var form: String
        var status: SeenCall
        var results: SeenCall?
    }

    /// The way from one page of results to the next.
    enum Pages: Sendable, Hashable {
        /// The address with `rel="next"` in the header `Link`.
        case link
        /// An address in the body.
        case next(MemberPath)
        /// A value in a header that is sent back in the query; the value at the end, if there is one.
        case cursor(header: String, query: String, end: String?)
        /// A value in the body that is sent back in the query.
        case member(MemberPath, query: String)
    }

    /// All polls.
    var allPolls: [SeenCall] { polls + secondPolls }
    /// The answer that names the id or the address.
    var begin: SeenCall? { begins.last { !$0.leaves.isEmpty || $0.headers["location"] != nil } ?? begins.last }
}
