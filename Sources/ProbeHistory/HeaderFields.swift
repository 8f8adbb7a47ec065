//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The header fields of a response, names in lower case; repeated fields are joined with `, `.
///
/// Most answers of a deployment have the same fields but for the id of the request, which is why that one stands by
/// itself: the others are stored once.
public struct HeaderFields: Sendable, Hashable {
    /// The fields without the request id.
    private(set) var common: CopyOnWrite<[String: String]>
    /// The id of the request; absent where the deployment gives none.
    private(set) var requestID: String?

    /// The name of the field that differs between responses.
    package static let requestID = "x-request-id"

    /// Creates header fields.
    ///
    /// - Parameter fields: The fields, names in lower case.
    public init(_ fields: [String: String] = [:]) {
        var common = fields
        requestID = common.removeValue(forKey: Self.requestID)
        self.common = CopyOnWrite(common)
    }

    /// Creates header fields of which others share all but the request id.
    init(common: CopyOnWrite<[String: String]>, requestID: String?) {
        self.common = common
        self.requestID = requestID
    }

    /// The value of a field; `nil` where the response does not have it.
    ///
    /// - Parameter name: The field's name in lower case.
    public subscript(_ name: String) -> String? {
        get { name == Self.requestID ? requestID : common.value[name] }
        set {
            guard name != Self.requestID else {
                requestID = newValue
                return
            }
            var fields = common.value
            fields[name] = newValue
            common = CopyOnWrite(fields)
        }
    }

    /// The value of a field, or another one where the response does not have it.
    public subscript(_ name: String, default fallback: @autoclosure () -> String) -> String {
        self[name] ?? fallback()
    }

    /// The names of all fields.
    public var names: [String] { map(\.key) }

    /// The fields by their names.
    public var dictionary: [String: String] {
        var fields = common.value
        if let requestID { fields[Self.requestID] = requestID }
        return fields
    }
}

extension HeaderFields {
    /// Returns true if both have the very same fields in memory, but for the request id.
    package func sharesFields(with other: HeaderFields) -> Bool { common.isIdentical(to: other.common) }

    /// Returns the same fields with another request id.
    package func withRequestID(_ requestID: String?) -> HeaderFields {
        HeaderFields(common: common, requestID: requestID)
    }
}

extension HeaderFields: Sequence {
    /// An iterator over names and values, in no order.
    public struct Iterator: IteratorProtocol {
        fileprivate var fields: Dictionary<String, String>.Iterator
        fileprivate var requestID: String?

        /// Returns the next field; `nil` after the last one.
        public mutating func next() -> (key: String, value: String)? {
            if let field = fields.next() { return field }
            defer { requestID = nil }
            return requestID.map { (HeaderFields.requestID, $0) }
        }
    }

    /// Returns an iterator over names and values, in no order.
    public func makeIterator() -> Iterator { Iterator(fields: common.value.makeIterator(), requestID: requestID) }
}

extension HeaderFields: ExpressibleByDictionaryLiteral {
    /// Creates header fields.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(Dictionary(elements) { $0 + ", " + $1 })
    }
}

extension HeaderFields: Codable {
    /// Decodes header fields from an object.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when it is none, or a value is no text.
    public init(from decoder: any Decoder) throws { self.init(try [String: String](from: decoder)) }

    /// Encodes header fields as an object.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Any error of the encoder.
    public func encode(to encoder: any Encoder) throws { try dictionary.encode(to: encoder) }
}
