//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A workload's part of a plan: a mapping of its own, whose keys all have defaults.
///
/// Most sections lie beside the workload that they are for. Those that checks read are here, since a history is judged
/// without the prober.
package protocol PlanSection: Sendable, Hashable {
    /// The key of the section in a plan.
    static var name: String { get }
    /// The keys within the section.
    static var keys: [PlanKey<Self>] { get }
    /// Creates a section of defaults.
    init()
}

/// A key of a section: its name, its values, and the property that they set.
package struct PlanKey<Section>: Sendable {
    /// The key, such as `poll_interval`.
    package let name: String
    /// Reads the value; nothing where it is absent.
    let value: @Sendable (Section) -> JSONValue?
    /// Sets the value, within bounds or not, and returns whether it has the right type.
    let set: @Sendable (inout Section, JSONValue) -> Bool
    /// Tells how the value would have to be, or nothing when it is right.
    package let objection: @Sendable (JSONValue) -> String?

    private init<Value>(
        _ name: String,
        _ path: any WritableKeyPath<Section, Value> & Sendable,
        read: @escaping @Sendable (JSONValue) -> Value?,
        write: @escaping @Sendable (Value) -> JSONValue?,
        objection: @escaping @Sendable (JSONValue) -> String?
    ) {
        self.name = name
        self.value = { write($0[keyPath: path]) }
        self.set = { section, value in
            guard let value = read(value) else { return false }
            section[keyPath: path] = value
            return true
        }
        self.objection = objection
    }
}

// The texts of a YAML file and the numbers of a history are both understood.
extension PlanKey {
    /// A whole number.
    package static func int(
        _ name: String,
        _ path: any WritableKeyPath<Section, Int> & Sendable,
        in bounds: ClosedRange<Int>
    ) -> PlanKey {
        let expected = "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)"
        return PlanKey(
            name,
            path,
            read: Self.int,
            write: { .number(String($0)) },
            objection: { Self.int($0).map(bounds.contains) == true ? nil : expected }
        )
    }

    /// A share or probability.
    package static func share(
        _ name: String,
        _ path: any WritableKeyPath<Section, Double> & Sendable,
        in bounds: ClosedRange<Double>
    ) -> PlanKey {
        let expected = "a number from \(bounds.lowerBound) to \(bounds.upperBound)"
        return PlanKey(
            name,
            path,
            read: Self.double,
            write: { .number("\($0)") },
            objection: { Self.double($0).map(bounds.contains) == true ? nil : expected }
        )
    }

    /// A duration, as a number of seconds.
    package static func seconds(
        _ name: String,
        _ path: any WritableKeyPath<Section, Duration> & Sendable,
        in bounds: ClosedRange<Double>
    ) -> PlanKey {
        PlanKey(
            name,
            path,
            read: Self.duration,
            write: Self.number,
            objection: { Self.objection($0, to: bounds) }
        )
    }

    /// A duration that may be left out, as a number of seconds.
    package static func seconds(
        _ name: String,
        _ path: any WritableKeyPath<Section, Duration?> & Sendable,
        in bounds: ClosedRange<Double>
    ) -> PlanKey {
        PlanKey(
            name,
            path,
            read: { Self.duration($0).map(Optional.some) },
            write: { $0.map(Self.number) },
            objection: { Self.objection($0, to: bounds) }
        )
    }

    /// Yes or no.
    package static func bool(_ name: String, _ path: any WritableKeyPath<Section, Bool> & Sendable) -> PlanKey {
        PlanKey(
            name,
            path,
            read: Self.bool,
            write: { .bool($0) },
            objection: { Self.bool($0) == nil ? "true or false" : nil }
        )
    }

    /// The bodies of initiations: JSON objects as texts; a lone text is a list of one.
    package static func bodies(_ name: String, _ path: any WritableKeyPath<Section, [String]> & Sendable) -> PlanKey {
        PlanKey(
            name,
            path,
            read: Self.texts,
            write: { .array($0.map(JSONValue.string)) },
            objection: Self.objectionToBodies
        )
    }

    private static func objectionToBodies(_ value: JSONValue) -> String? {
        guard let texts = Self.texts(value) else { return "a list of texts" }
        if let body = texts.first(where: { JSONValue(parsing: $0)?.object == nil }) {
            return "a list of JSON objects as texts, not `\(body)`"
        }
        return texts.isEmpty ? "a list of at least one JSON object" : nil
    }

    private static func objection(_ value: JSONValue, to bounds: ClosedRange<Double>) -> String? {
        Self.double(value).map(bounds.contains) == true
            ? nil : "a number of seconds from \(bounds.lowerBound) to \(bounds.upperBound)"
    }

    private static func int(_ value: JSONValue) -> Int? { value.string.map { Int($0) } ?? value.int }

    private static func double(_ value: JSONValue) -> Double? {
        let number = value.string.map { Double($0) } ?? value.double
        return number?.isNaN == true ? nil : number
    }

    private static func duration(_ value: JSONValue) -> Duration? {
        Self.double(value).map(Duration.init(wholeNanosecondsOf:))
    }

    /// As it is read again from JSON, where `1.0` is written as `1`.
    private static func number(_ duration: Duration) -> JSONValue {
        let seconds = duration.inSeconds
        return .number(seconds == seconds.rounded() ? "\(Int64(seconds))" : "\(seconds)")
    }

    private static func bool(_ value: JSONValue) -> Bool? { value.string.map { Bool($0) } ?? value.bool }

    private static func texts(_ value: JSONValue) -> [String]? {
        if let text = value.string, !text.isEmpty { return [text] }
        guard let elements = value.array else { return nil }
        let texts = elements.compactMap(\.string).filter { !$0.isEmpty }
        return texts.count == elements.count ? texts : nil
    }
}
