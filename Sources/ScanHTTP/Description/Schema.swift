//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A JSON Schema in the API's description, limited to the keywords that the description uses.
struct Schema: Sendable, Hashable {
    private(set) var keywords: [String: DescriptionValue]

    static let string = Schema(keywords: ["type": "string"])
    static let boolean = Schema(keywords: ["type": "boolean"])
    /// The schema of a count, or of a whole number of seconds.
    static let count = Schema(keywords: ["type": "integer", "minimum": 0])
    static let number = Schema(keywords: ["type": "number"])
    /// The schema of a number that is at least 0.
    static let amount = Schema(keywords: ["type": "number", "minimum": 0])
    static let percentage = Schema(keywords: ["type": "number", "minimum": 0, "maximum": 100])
    static let price = Schema(keywords: ["type": "number", "exclusiveMinimum": 0])
    static let time = Schema(keywords: ["type": "string", "format": "date-time"])
    static let yes = Schema(keywords: ["const": true])
    static let no = Schema(keywords: ["const": false])

    /// Returns the schema of a string that a regular expression matches.
    static func string(matching pattern: String) -> Schema {
        Schema(keywords: ["type": "string", "pattern": .string(pattern)])
    }

    /// Returns the schema of a string whose length in characters is in a range.
    static func string(length: ClosedRange<Int>) -> Schema {
        Schema(
            keywords: [
                "type": "string", "minLength": .integer(length.lowerBound), "maxLength": .integer(length.upperBound),
            ]
        )
    }

    /// Returns the schema of an integer in a range.
    static func integer(in range: ClosedRange<Int>) -> Schema {
        Schema(
            keywords: [
                "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
            ]
        )
    }

    /// Returns the schema of exactly one integer.
    static func integer(_ value: Int) -> Schema { Schema(keywords: ["type": "integer", "const": .integer(value)]) }

    /// Returns the schema of one of the given words.
    static func words(_ words: [String]) -> Schema {
        Schema(keywords: words.count == 1 ? ["const": .string(words[0])] : ["enum": .array(words.map { .string($0) })])
    }

    /// Returns the schema of the raw values of an enumeration.
    static func words<Words: CaseIterable & RawRepresentable<String>>(of type: Words.Type) -> Schema {
        words(type.allCases.map(\.rawValue))
    }

    /// Returns the schema of an array whose elements have one schema.
    static func array(of element: Schema, atMost limit: Int? = nil) -> Schema {
        var keywords: [String: DescriptionValue] = ["type": "array", "items": element.value]
        if let limit { keywords["maxItems"] = .integer(limit) }
        return Schema(keywords: keywords)
    }

    /// Returns the schema of an object whose members have any names and one schema.
    static func map(of member: Schema) -> Schema {
        Schema(keywords: ["type": "object", "additionalProperties": member.value])
    }

    /// Returns the schema of an object with the given members; those of `optional` may be absent.
    static func object(_ members: [String: Schema], optional: [String: Schema] = [:]) -> Schema {
        let all = members.merging(optional) { first, _ in first }
        var keywords: [String: DescriptionValue] = [
            "type": "object", "properties": .object(all.mapValues(\.value)),
        ]
        if !members.isEmpty { keywords["required"] = .array(members.keys.sorted().map { .string($0) }) }
        return Schema(keywords: keywords)
    }

    /// Returns the schema of values that match exactly one of the given schemas.
    static func one(of schemas: [Schema]) -> Schema {
        Schema(keywords: ["oneOf": .array(schemas.map(\.value))])
    }

    /// Returns a reference to a schema in the components of the description.
    static func named(_ name: SchemaName) -> Schema {
        Schema(keywords: ["$ref": "#/components/schemas/\(name.rawValue)"])
    }

    /// The schema, extended by null.
    var orNull: Schema { Schema(keywords: ["anyOf": [value, ["type": "null"]]]) }

    /// The schema of an object, extended by members of other names.
    var open: Schema { adding("additionalProperties", true) }

    /// Returns the schema with a description for people.
    func described(_ sentence: String) -> Schema { adding("description", .string(sentence)) }

    /// Returns the schema with one more keyword.
    func adding(_ keyword: String, _ value: DescriptionValue) -> Schema {
        Schema(keywords: keywords.merging([keyword: value]) { _, new in new })
    }

    var value: DescriptionValue { .object(keywords) }
}
