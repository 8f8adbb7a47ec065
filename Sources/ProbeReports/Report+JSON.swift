//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import FoundationEssentials

extension Report {
    /// Renders the report as JSON: sorted keys, one field a line, a final line feed; equal reports give equal bytes.
    ///
    /// - Throws: `EncodingError`, for a non-finite duration.
    public func json() throws -> Data {
        try PlainJSON.encode(self)
    }

    /// Reads a report from JSON.
    ///
    /// - Parameter json: The content of a `report.json`.
    /// - Throws: ``UnreadableReport`` when it is not a report.
    public init(json: Data) throws(UnreadableReport) {
        do {
            self = try JSONDecoder().decode(Report.self, from: json)
        } catch {
            throw UnreadableReport(error)
        }
    }
}
