//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A planned request.
struct PlannedRequest: Sendable {
    var operation: Event.Operation
    var intent: Event.Intent = .course
    var job: String?
    var jobID: String?
    var pace: Event.Pace = .usual
    var user: Event.User = .first
    var token: String?
    /// An address instead of the profile's, for links.
    var url: String?
    /// A method instead of the profile's, for bad input.
    var method: String?
    /// A media type of the body instead of JSON, for bad input; it is shown in the history.
    var contentType: String?
    /// The time at which the plan wants the request sent.
    var due: Instant?
    /// The cookies to send, as `NAME=VALUE`, separated by semicolons.
    var cookies: String?
    var body: String?
    /// The redacted body for the history, if the body holds secrets.
    var shownBody: String?
    var freshConnection = true
    /// The place among requests that are sent together.
    var place: SendingBarrier.Place?
    /// The values that are made for the request; absent for new ones.
    var fresh: FreshValues?
    /// The parameters of the query instead of the profile's, for pages.
    var query: [Profile.Field]?
    /// The results read that a page belongs to.
    var read: Int?
    /// The media type of a body that was filled in before; unlike ``contentType`` it is the usual one.
    var mediaType: String?
    /// The memory of the job's polls, each of which is planned alike but for its time and its token.
    var repeated: RepeatedPoll?
    /// The user's name and password for a login that sends them in its header.
    var basic: String?
}
