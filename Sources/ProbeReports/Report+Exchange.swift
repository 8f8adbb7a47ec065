//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Report {
    /// A request and its response as evidence; long texts are truncated, with a note of the length.
    public struct Exchange: Codable, Sendable, Hashable {
        /// The number of the event in the history.
        public var event: Int
        /// The plan's name for the request's job.
        public var job: String?
        /// The user of the request: `first`, `second` or `nobody`.
        public var user: String
        /// The HTTP method.
        public var method: String
        /// The request's URL, without credentials.
        public var url: String
        /// The request's body, with passwords blanked out.
        public var requestBody: String?
        /// The number of the connection, counted from 1 in the order of opening; 0 without one.
        public var connection: Int
        /// True if the connection had carried a request before.
        public var reusesConnection: Bool
        /// The id under which the request stands in the deployment's own tracing.
        public var traceID: String?
        /// The time of sending, in seconds of the run.
        public var sentSeconds: Double
        /// The time from sending to the response or failure, in milliseconds.
        public var durationMilliseconds: Double
        /// The worker that responded, if the response names one.
        public var worker: String?
        /// The HTTP status code; absent without a response.
        public var status: Int?
        /// The header fields that may explain the response.
        public var headers: [String: String]?
        /// The body of the response, shortened.
        public var body: String?
        /// The size of the whole body, in bytes.
        public var bodyBytes: Int?
        /// The reason that there is no response.
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
            case traceID = "trace_id"
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
