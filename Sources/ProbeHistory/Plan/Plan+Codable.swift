//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

// The header of a history keeps a plan in the form of format 1, which older versions read as well: the fields of before
// plans had sections, side by side, and only what is newer under `sections`.
extension Plan: Codable {
    private struct Key: CodingKey {
        static let name = Key("name")
        static let summary = Key("summary")
        static let groups = Key("groups")
        static let requestTimeout = Key("requestTimeout")
        static let runBudget = Key("runBudget")
        static let rates = Key("rates")
        static let sections = Key("sections")

        let stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Decodes a plan from an object of format 1; what is absent is as by default.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: `DecodingError` when the name or the groups are missing, or a value has another type.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let standard = Plan(name: "")
        let groups = try fields.decode([String].self, forKey: .groups)
        func seconds(_ key: Key, _ usual: Duration) throws -> Duration {
            guard let seconds = try fields.decodeIfPresent(Double.self, forKey: key) else { return usual }
            try Self.check(seconds, within: 0...HistoryBounds.seconds, at: fields.codingPath + [key])
            return Duration(wholeNanosecondsOf: seconds)
        }
        self.init(
            name: try fields.decode(String.self, forKey: .name),
            summary: try fields.decodeIfPresent(String.self, forKey: .summary) ?? "",
            // A group of a newer version means nothing here.
            groups: groups.compactMap(RequirementGroup.init),
            requestTimeout: try seconds(.requestTimeout, standard.requestTimeout),
            runBudget: try seconds(.runBudget, standard.runBudget)
        )
        let newer = try fields.decodeIfPresent([String: [String: PlanValue]].self, forKey: .sections) ?? [:]
        for (section, values) in newer {
            for (key, value) in values {
                let path = fields.codingPath + [Key.sections, Key(section), Key(key)]
                try Self.check(value.value.double, within: 0...HistoryBounds.seconds, at: path)
            }
            sections[section, default: [:]].merge(values.mapValues(\.value)) { $1 }
        }
        let rates =
            fields.contains(.rates) ? try fields.nestedContainer(keyedBy: Key.self, forKey: .rates) : nil
        for field in OlderPlanNames.fields {
            let key = Key(field.name)
            let container = field.isOfRates ? rates : fields
            guard let container, let value = try container.decodeIfPresent(PlanValue.self, forKey: key) else {
                continue
            }
            sections[field.section, default: [:]][field.key] = value.value
            guard Self.hasRightType(value.value, field) else {
                let path = container.codingPath + [key]
                let context = DecodingError.Context(codingPath: path, debugDescription: "a plan's value")
                throw DecodingError.typeMismatch(PlanValue.self, context)
            }
            let bounds = ["alpha", "beta"].contains(field.key) ? 0...1 : 0...HistoryBounds.seconds
            try Self.check(value.value.double, within: bounds, at: container.codingPath + [key])
        }
        complete(Self.judgedSections)
    }

    /// Checks that a number is one that a plan can have: what is far beyond it is no plan's, and would overflow sums.
    private static func check(_ number: Double?, within bounds: ClosedRange<Double>, at path: [any CodingKey]) throws {
        guard let number, !bounds.contains(number) else { return }
        throw DecodingError.dataCorrupted(.init(codingPath: path, debugDescription: "a number that no plan has"))
    }

    private static func hasRightType(_ value: JSONValue, _ field: OlderPlanNames.Field) -> Bool {
        func check<Section: PlanSection>(_ section: Section.Type) -> Bool {
            var values = Section()
            return Section.keys.first { $0.name == field.key }?.set(&values, value) ?? true
        }
        let section = Self.judgedSections.first { $0.name == field.section }
        return section.map { check($0) } ?? true
    }

    /// Encodes the plan as an object of format 1.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: Whatever the encoder throws.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(summary, forKey: .summary)
        try fields.encode(groups, forKey: .groups)
        try fields.encode(requestTimeout.inSeconds, forKey: .requestTimeout)
        try fields.encode(runBudget.inSeconds, forKey: .runBudget)
        var rates = fields.nestedContainer(keyedBy: Key.self, forKey: .rates)
        var newer = sections
        for field in OlderPlanNames.fields {
            guard let value = newer[field.section]?.removeValue(forKey: field.key) else { continue }
            if field.isOfRates {
                try rates.encode(PlanValue(value), forKey: Key(field.name))
            } else {
                try fields.encode(PlanValue(value), forKey: Key(field.name))
            }
        }
        newer = newer.filter { !$0.value.isEmpty }
        guard !newer.isEmpty else { return }
        try fields.encode(newer.mapValues { $0.mapValues(PlanValue.init) }, forKey: .sections)
    }
}

/// A value of a plan, as JSON: a number, a text, yes or no, or a list of those.
private struct PlanValue: Codable {
    let value: JSONValue

    init(_ value: JSONValue) { self.value = value }

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let bool = try? container.decode(Bool.self) {
            value = .bool(bool)
        } else if let number = try? container.decode(Int.self) {
            value = .number(String(number))
        } else if let number = try? container.decode(Double.self) {
            value = .number("\(number)")
        } else if let text = try? container.decode(String.self) {
            value = .string(text)
        } else {
            value = .array(try container.decode([PlanValue].self).map(\.value))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .bool(let bool): try container.encode(bool)
        case .number(let literal):
            if let int = Int(literal) { try container.encode(int) } else { try container.encode(value.double) }
        case .string(let text): try container.encode(text)
        case .array(let elements): try container.encode(elements.map(PlanValue.init))
        case .null, .object: try container.encodeNil()
        }
    }
}
