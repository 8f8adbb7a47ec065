//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformancePlans
import KitYAML
public import ProbeHistory

extension Plan {
    /// The names of the built-in plans, sorted.
    public static var builtInNames: [String] { BuiltInPlans.texts.keys.sorted() }

    /// Finds the YAML text of a built-in plan, to start one's own from.
    ///
    /// - Parameter name: The plan's name.
    /// - Returns: The text; `nil` for an unknown name.
    public static func builtInText(_ name: String) -> String? { BuiltInPlans.texts[name] }

    /// Loads a built-in plan by its name, or any other from its file.
    ///
    /// - Parameter nameOrFile: A name such as `acceptance`, or the path of a YAML file.
    /// - Returns: The plan.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public static func load(_ nameOrFile: String) throws(ProbeFailure) -> Plan {
        let source = ConfigurationSource(noun: "plan", code: .badPlan, builtIn: BuiltInPlans.texts)
        let (text, file) = try source.load(nameOrFile)
        return try Plan(yaml: text, fileName: file.name)
    }

    /// Reads a plan from YAML.
    ///
    /// - Parameters:
    ///   - text: The YAML text.
    ///   - fileName: The name of the file for messages.
    /// - Throws: ``ProbeFailure`` in one line that names file, line and key.
    public init(yaml text: String, fileName: String) throws(ProbeFailure) {
        try self.init(yaml: text, fileName: fileName, sections: BuiltInWorkloads.sections)
    }

    /// Reads a plan for other workloads than the built-in ones from YAML.
    init(yaml text: String, fileName: String, sections: [any PlanSection.Type]) throws(ProbeFailure) {
        let top = try ConfigurationFile(name: fileName, code: .badPlan).parse(text)
        let own = ["name", "summary", "groups", "request_timeout", "run_budget"]
        try top.allow(only: own + sections.map { $0.name } + OlderPlanNames.all)
        self.init(
            name: try top.string("name"),
            summary: try top.optionalString("summary") ?? "",
            groups: try Self.groups(top)
        )
        requestTimeout = try Self.seconds("request_timeout", in: 0.05...3600, top) ?? requestTimeout
        runBudget = try Self.seconds("run_budget", in: 0.1...604_800, top) ?? runBudget
        for section in sections { try read(section, top) }
    }

    /// Reads the keys of a section, each from the section itself or by its older name at the top.
    private mutating func read<Section: PlanSection>(
        _ section: Section.Type,
        _ top: ConfigurationMapping
    ) throws(ProbeFailure) {
        let own = top.has(Section.name) ? try top.child(Section.name) : nil
        try own?.allow(only: Section.keys.map(\.name))
        for key in Section.keys {
            let older = OlderPlanNames.name(Section.name, key.name).flatMap { top.has($0) ? $0 : nil }
            if let own, own.has(key.name) {
                if let older {
                    throw top.file.failure(
                        line: top.line(of: older),
                        "`\(older)` is the older name of `\(own.name(of: key.name))`, which is given too: leave one out"
                    )
                }
                try self.read(key, own, key.name)
            } else if let older {
                try self.read(key, top, older)
            }
        }
        complete([section])
    }

    private mutating func read<Section: PlanSection>(
        _ key: PlanKey<Section>,
        _ mapping: ConfigurationMapping,
        _ name: String
    ) throws(ProbeFailure) {
        let node = try mapping.require(name)
        if let objection = self.set(key, to: JSONValue(textsOf: node)) {
            throw mapping.wrongType(name, node, objection)
        }
    }

    private static func seconds(
        _ key: String,
        in bounds: ClosedRange<Double>,
        _ top: ConfigurationMapping
    ) throws(ProbeFailure) -> Duration? {
        try top.optionalSeconds(key, in: bounds).map(Duration.init(wholeNanosecondsOf:))
    }

    private static func groups(_ top: ConfigurationMapping) throws(ProbeFailure) -> [RequirementGroup] {
        var groups: [RequirementGroup] = []
        for name in try top.strings("groups") {
            guard let group = RequirementGroup(rawValue: name) else {
                let line = try top.require("groups").line
                let clause = Suggestion.clause(for: name, among: RequirementGroup.allCases.map(\.rawValue))
                throw top.file.failure(line: line, "unknown group `\(name)` in `groups`\(clause)")
            }
            groups.append(group)
        }
        return groups
    }
}

extension JSONValue {
    /// A value of a YAML file, whose scalars are all texts: what they mean is for the key to tell.
    fileprivate init(textsOf node: Node) {
        if let text = node.scalar?.string {
            self = .string(text)
        } else if let elements = node.sequence {
            self = .array(elements.map { JSONValue(textsOf: $0) })
        } else {
            self = .object([:])
        }
    }
}
