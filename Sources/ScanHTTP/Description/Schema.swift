//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A JSON Schema of the API's description, of the few keywords that it uses.
struct Schema: Sendable, Hashable {
    private(set) var keywords: [String: DescriptionValue]

    static let string = Schema(keywords: ["type": "string"])
    static let boolean = Schema(keywords: ["type": "boolean"])
    /// A count, or a whole number of seconds.
    static let count = Schema(keywords: ["type": "integer", "minimum": 0])
    static let number = Schema(keywords: ["type": "number"])
    /// A number of at least 0.
    static let amount = Schema(keywords: ["type": "number", "minimum": 0])
    static let percentage = Schema(keywords: ["type": "number", "minimum": 0, "maximum": 100])
    static let price = Schema(keywords: ["type": "number", "exclusiveMinimum": 0])
    static let time = Schema(keywords: ["type": "string", "format": "date-time"])
    static let yes = Schema(keywords: ["const": true])
    static let no = Schema(keywords: ["const": false])

    /// A text that a regular expression matches.
    static func string(matching pattern: String) -> Schema {
        Schema(keywords: ["type": "string", "pattern": .string(pattern)])
    }

    /// A text with so many characters.
    static func string(length: ClosedRange<Int>) -> Schema {
        Schema(
            keywords: [
                "type": "string", "minLength": .integer(length.lowerBound), "maxLength": .integer(length.upperBound),
            ]
        )
    }

    /// A whole number in a range.
    static func integer(in range: ClosedRange<Int>) -> Schema {
        Schema(
            keywords: [
                "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
            ]
        )
    }

    /// Exactly one number.
    static func integer(_ value: Int) -> Schema { Schema(keywords: ["type": "integer", "const": .integer(value)]) }

    /// One of these words.
    static func words(_ words: [String]) -> Schema {
        Schema(keywords: words.count == 1 ? ["const": .string(words[0])] : ["enum": .array(words.map { .string($0) })])
    }

    /// The word of an enumeration.
    static func words<Words: CaseIterable & RawRepresentable<String>>(of type: Words.Type) -> Schema {
        words(type.allCases.map(\.rawValue))
    }

    /// An array of equal elements.
    static func array(of element: Schema, atMost limit: Int? = nil) -> Schema {
        var keywords: [String: DescriptionValue] = ["type": "array", "items": element.value]
        if let limit { keywords["maxItems"] = .integer(limit) }
        return Schema(keywords: keywords)
    }

    /// An object whose members have any name.
    static func map(of member: Schema) -> Schema {
        Schema(keywords: ["type": "object", "additionalProperties": member.value])
    }

    /// An object with these members; those of `optional` may be absent.
    static func object(_ members: [String: Schema], optional: [String: Schema] = [:]) -> Schema {
        let all = members.merging(optional) { first, _ in first }
        var keywords: [String: DescriptionValue] = [
            "type": "object", "properties": .object(all.mapValues(\.value)),
        ]
        if !members.isEmpty { keywords["required"] = .array(members.keys.sorted().map { .string($0) }) }
        return Schema(keywords: keywords)
    }

    /// One of several, of which exactly one matches.
    static func one(of schemas: [Schema]) -> Schema {
        Schema(keywords: ["oneOf": .array(schemas.map(\.value))])
    }

    /// A schema that stands among the components.
    static func named(_ name: SchemaName) -> Schema {
        Schema(keywords: ["$ref": "#/components/schemas/\(name.rawValue)"])
    }

    /// The same or null.
    var orNull: Schema { Schema(keywords: ["anyOf": [value, ["type": "null"]]]) }

    /// The same for an object that has members besides.
    var open: Schema { adding("additionalProperties", true) }

    /// The same with a sentence for people.
    func described(_ sentence: String) -> Schema { adding("description", .string(sentence)) }

    /// The same with one more keyword.
    func adding(_ keyword: String, _ value: DescriptionValue) -> Schema {
        Schema(keywords: keywords.merging([keyword: value]) { _, new in new })
    }

    var value: DescriptionValue { .object(keywords) }
}
