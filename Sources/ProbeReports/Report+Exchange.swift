//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Report {
    /// A request and its answer, as far as they prove something; long texts are cut, with a note of how much.
    public struct Exchange: Codable, Sendable, Hashable {
        /// The number of the event in the history.
        public var event: Int
        /// The plan's name for the job that the request is about.
        public var job: String?
        /// In whose name the request was sent: `first`, `second` or `nobody`.
        public var user: String
        /// The HTTP method.
        public var method: String
        /// The request's URL, without credentials.
        public var url: String
        /// The request's body, with passwords blanked out.
        public var requestBody: String?
        /// The number of the connection, counted from 1 in the order of opening; 0 when there was none.
        public var connection: Int
        /// Whether the connection had carried a request before.
        public var reusesConnection: Bool
        /// When the request was sent, in seconds of the run.
        public var sentSeconds: Double
        /// How long the answer took, or how long it was waited for, in milliseconds.
        public var durationMilliseconds: Double
        /// The worker that answered, if the answer names one.
        public var worker: String?
        /// The HTTP status code; absent without an answer.
        public var status: Int?
        /// The header fields that may explain the answer.
        public var headers: [String: String]?
        /// The body of the answer, shortened.
        public var body: String?
        /// The size of the whole body, in bytes.
        public var bodyBytes: Int?
        /// Why there was no answer.
        public var failure: String?

        private enum CodingKeys: String, CodingKey {
            case event
            case job = "scan"
            case user
            case method
            case url
            case requestBody = "request_body"
            case connection
            case reusesConnection = "reuses_connection"
            case sentSeconds = "sent_seconds"
            case durationMilliseconds = "duration_ms"
            case worker
            case status
            case headers
            case body
            case bodyBytes = "body_bytes"
            case failure
        }
    }
}
