//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// One part of the contract: a Markdown text with a heading for each point that is cited.
public struct ContractText: Sendable, Hashable {
    /// The version of the whole contract; every part states it, and so does every report.
    public static let version = "1.1"

    /// The folder of the contract in the repository.
    public static let folder = "Conformance/Contract"

    /// The name of the file, such as `api.md`.
    public let file: String
    /// The text of the file.
    public let text: String
    /// The headings with the text below each, in the order of the file.
    public let sections: [ContractSection]

    /// Parses a part of the contract.
    ///
    /// - Parameters:
    ///   - file: The name of the file.
    ///   - text: The Markdown text.
    public init(file: String, text: String) {
        self.file = file
        self.text = text
        self.sections = Self.sections(of: text, in: file)
    }

    /// The section of an anchor, if there is one.
    public subscript(anchor: String) -> ContractSection? {
        sections.first { $0.anchor == anchor }
    }

    private static func sections(of text: String, in file: String) -> [ContractSection] {
        var sections: [ContractSection] = []
        var isCode = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("```") { isCode.toggle() }
            let depth = line.prefix { $0 == "#" }.count
            if !isCode, (1...6).contains(depth), line.dropFirst(depth).first == " " {
                sections.append(ContractSection(file: file, title: String(line.dropFirst(depth + 1))))
            } else if let last = sections.indices.last {
                sections[last].text += line + "\n"
            }
        }
        return sections.map { section in
            var section = section
            section.text = section.text.trimmingLineFeeds
            return section
        }
    }
}

extension ContractText {
    /// The parts of the contract that is built into the program.
    public static let all: [ContractText] = [
        ("jobs.md", PackageResources.jobs_md), ("api.md", PackageResources.api_md),
        ("store.md", PackageResources.store_md),
        ("judging.md", PackageResources.judging_md),
    ].map { ContractText(file: $0.0, text: String(decoding: $0.1, as: UTF8.self)) }

    /// The section that a link names, such as `api.md#final-states`.
    ///
    /// - Returns: `nil` when there is no such file or no such heading in it.
    public static func section(_ link: some StringProtocol) -> ContractSection? {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return all.first { $0.file == parts[0] }?[String(parts[1])]
    }
}

/// A heading of the contract, with the text below it.
public struct ContractSection: Sendable, Hashable {
    /// The name of the file, such as `api.md`.
    public let file: String
    /// The heading.
    public let title: String
    /// The anchor of the heading in links, as GitHub generates it.
    public let anchor: String
    /// The text below the heading, up to the next one.
    public internal(set) var text = ""

    init(file: String, title: String) {
        self.file = file
        self.title = title
        let kept = title.lowercased().filter { $0.isLetter || $0.isNumber || " -_".contains($0) }
        anchor = kept.replacing(" ", with: "-")
    }

    /// The link to the heading within the contract, such as `api.md#final-states`.
    public var link: String { "\(file)#\(anchor)" }
}

extension String {
    fileprivate var trimmingLineFeeds: String {
        let lines = split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { !$0.isEmpty }), let last = lines.lastIndex(where: { !$0.isEmpty })
        else { return "" }
        return lines[first...last].joined(separator: "\n")
    }
}
