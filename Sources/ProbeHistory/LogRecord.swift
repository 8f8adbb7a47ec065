//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A line of the deployment's logs that a check may need.
public struct LogRecord: Codable, Sendable, Hashable {
    /// The message, without its metadata.
    public var message: String
    /// The level, in lower case, if the line names one.
    public var level: String?
    /// The metadata, such as `scan_id` and `request_id`.
    public var metadata: [String: String]

    /// Creates a record.
    public init(message: String, level: String? = nil, metadata: [String: String] = [:]) {
        self.message = message
        self.level = level
        self.metadata = metadata
    }
}
