//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import HTTPTypes
import Hummingbird
import KitSupport
import NIOCore

/// The encoding of JSON bodies: names in snake case, and sorted so that equal values give equal bytes.
enum JSONBytes {
    /// The media type of every body.
    static let mediaType = "application/json; charset=utf-8"

    static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(value)
    }
}

extension Response {
    /// Returns an answer with a JSON body.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        json(ByteBuffer(bytes: try JSONBytes.encode(value)), status: status)
    }

    /// Returns an answer with a body that is JSON already.
    static func json(_ body: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: JSONBytes.mediaType, .contentLength: "\(body.readableBytes)"],
            body: ResponseBody(byteBuffer: body)
        )
    }
}

extension Date {
    /// The date in ISO 8601, UTC, with milliseconds, as the contract requires.
    var wireTime: String { formatted(.isoMilliseconds) }
}

extension Double {
    /// The number rounded to two decimals, the precision of percentages and averages.
    var hundredths: Double { (self * 100).rounded() / 100 }
}
