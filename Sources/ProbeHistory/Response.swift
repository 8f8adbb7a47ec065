//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// An HTTP response, raw and with its parsed fields.
public struct Response: Sendable, Hashable {
    /// The HTTP status code.
    public var status: Int
    /// The header fields, names in lower case; repeated fields are joined with `, `.
    ///
    /// For one of them in many responses, use ``field(_:)``.
    public var headers: [String: String] {
        get {
            var fields = commonFields.value
            fields[Self.requestID] = requestID
            return fields
        }
        set {
            var fields = newValue
            requestID = fields.removeValue(forKey: Self.requestID)
            commonFields = CopyOnWrite(fields)
        }
    }
    /// The body as text, up to the kept size; invalid UTF-8 is replaced.
    public var body: String?
    /// The size of the whole body in bytes.
    public var bodyBytes: Int
    /// The digest of a body of which only the beginning was recorded; absent otherwise.
    ///
    /// The SHA-256 of the redacted text, as `sha256:` and hexadecimal digits.
    public var bodyDigest: String?
    /// The worker that responded, if the response names one.
    public var worker: String?
    /// The fields that the profile parsed; absent when the body is not JSON.
    public var parsed: ParsedFields?

    /// The header fields without the request id, which differs between responses.
    private var commonFields: CopyOnWrite<[String: String]>
    private var requestID: String?

    static let requestID = "x-request-id"

    /// Creates a response.
    public init(
        status: Int,
        headers: [String: String] = [:],
        body: String? = nil,
        bodyBytes: Int = 0,
        bodyDigest: String? = nil,
        worker: String? = nil,
        parsed: ParsedFields? = nil
    ) {
        self.init(
            status: status,
            commonFields: CopyOnWrite([:]),
            requestID: nil,
            body: body,
            bodyBytes: bodyBytes,
            bodyDigest: bodyDigest,
            worker: worker,
            parsed: parsed
        )
        self.headers = headers
    }

    /// Creates a response with header fields that others may share.
    init(
        status: Int,
        commonFields: CopyOnWrite<[String: String]>,
        requestID: String?,
        body: String?,
        bodyBytes: Int,
        bodyDigest: String?,
        worker: String?,
        parsed: ParsedFields?
    ) {
        self.status = status
        self.commonFields = commonFields
        self.requestID = requestID
        self.body = body
        self.bodyBytes = bodyBytes
        self.bodyDigest = bodyDigest
        self.worker = worker
        self.parsed = parsed
    }

    /// Returns the value of a header field.
    ///
    /// - Parameter name: The field's name in lower case.
    /// - Returns: The value; `nil` when the response does not have the field.
    public func field(_ name: String) -> String? {
        name == Self.requestID ? requestID : commonFields.value[name]
    }
}

extension Response: Codable {
    private enum CodingKeys: String, CodingKey {
        case status, headers, body, bodyBytes, bodyDigest, worker
        case parsed = "understood"
    }

    /// Decodes a response.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when a field is missing or has another type.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            status: try fields.decode(Int.self, forKey: .status),
            headers: try fields.decode([String: String].self, forKey: .headers),
            body: try fields.decodeIfPresent(String.self, forKey: .body),
            bodyBytes: try fields.decode(Int.self, forKey: .bodyBytes),
            bodyDigest: try fields.decodeIfPresent(String.self, forKey: .bodyDigest),
            worker: try fields.decodeIfPresent(String.self, forKey: .worker),
            parsed: try fields.decodeIfPresent(ParsedFields.self, forKey: .parsed)
        )
    }

    /// Encodes a response.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(status, forKey: .status)
        try fields.encode(headers, forKey: .headers)
        try fields.encodeIfPresent(body, forKey: .body)
        try fields.encode(bodyBytes, forKey: .bodyBytes)
        try fields.encodeIfPresent(bodyDigest, forKey: .bodyDigest)
        try fields.encodeIfPresent(worker, forKey: .worker)
        try fields.encodeIfPresent(parsed, forKey: .parsed)
    }
}
