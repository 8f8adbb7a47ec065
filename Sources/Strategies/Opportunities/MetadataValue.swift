//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// One value in the metadata of an opportunity.
package enum MetadataValue: Sendable, Hashable {
    /// A text.
    case string(String)
    /// A finite number.
    case number(Double)
    /// True or false.
    case bool(Bool)

    /// The number, if it is one.
    package var number: Double? {
        if case .number(let value) = self { value } else { nil }
    }
}

extension MetadataValue: Codable {
    /// Reads a JSON string, number or boolean.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else {
            self = .string(try container.decode(String.self))
        }
    }

    /// Writes a JSON string, number or boolean.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .string(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .bool(let value): try container.encode(value)
        }
    }
}
