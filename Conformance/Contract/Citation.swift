//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A citation of a heading of the contract, or of a section of an RFC.
///
/// Each has one notation: `api.md#final-states` and `RFC 9110 §15.5.6`.
public enum Citation: Sendable, Hashable, CustomStringConvertible {
    /// A heading of the contract.
    case contract(ContractSection)
    /// A section of an RFC, such as `15.5.6`.
    case rfc(number: Int, section: String)

    /// Parses a citation.
    ///
    /// - Parameter text: The citation as written in a file.
    /// - Throws: ``CitationError`` when the notation is different, or the heading does not exist.
    public init(_ text: some StringProtocol) throws(CitationError) {
        if let parts = String(text).wholeMatch(of: /RFC ([1-9][0-9]*) §([0-9]+(\.[0-9]+)*)/) {
            guard let number = Int(parts.1) else { throw CitationError("the RFC in '\(text)' has no possible number") }
            self = .rfc(number: number, section: String(parts.2))
        } else if let section = ContractText.section(text) {
            self = .contract(section)
        } else if let parts = String(text).wholeMatch(of: /([^# ]+\.md)#([^# ]*)/) {
            throw CitationError("the contract has no heading with the anchor '\(parts.2)' in \(parts.1)")
        } else {
            throw CitationError(
                "'\(text)' is neither a heading of the contract, such as api.md#final-states, nor a section of an RFC,"
                    + " such as RFC 9110 §15.5.6"
            )
        }
    }

    /// The heading's title; absent for an RFC.
    public var title: String? {
        switch self {
        case .contract(let section): section.title
        case .rfc: nil
        }
    }

    /// The citation as written in files.
    public var description: String {
        switch self {
        case .contract(let section): section.link
        case .rfc(let number, let section): "RFC \(number) §\(section)"
        }
    }
}

/// A citation that cannot be resolved.
public struct CitationError: Error, Hashable, CustomStringConvertible {
    /// The message for people, without a full stop.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}
