//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

/// One file of the catalogue, parsed strictly: anything unexpected is an error with a line number.
struct CatalogueFile {
    /// A requirement and the line it begins on.
    struct Entry {
        var requirement: Requirement
        var texts: RequirementTexts
        var line: Int
    }

    let entries: [Entry]

    init(name: String, text: String) throws(CatalogueError) {
        let root: Node?
        do { root = try StrictYAML.root(of: text) } catch { throw CatalogueError(error, file: name) }
        guard let root else { throw CatalogueError(file: name, line: 1, message: "the file is empty") }

        let top = try CatalogueFields(root, file: name, known: ["group", "requirements"])
        let group: RequirementGroup = try top.word("group")
        var entries: [Entry] = []
        for node in try top.sequence("requirements") {
            let fields = try CatalogueFields(
                node,
                file: name,
                known: [
                    "id", "level", "statement", "why", "tested", "source", "needs", "causes", "disqualifying",
                    "crosses_workers", "explains",
                    "timed",
                ]
            )
            let texts = try RequirementTexts(fields)
            let requirement = Requirement(
                id: try Self.id(in: fields),
                level: try fields.word("level"),
                statement: "",
                why: "",
                sources: try fields.citations("source"),
                group: group,
                needs: try fields.words("needs"),
                isDisqualifying: try fields.flag("disqualifying"),
                restsOnCrossing: try fields.flag("crosses_workers"),
                explains: fields.has("explains") ? try fields.texts("explains") : [],
                isTimed: try fields.flag("timed")
            )
            entries.append(Entry(requirement: requirement, texts: texts, line: fields.line(of: "id")))
        }
        self.entries = entries
    }

    /// Reads the id, which has the shape of `STAT-002`.
    private static func id(in fields: CatalogueFields) throws(CatalogueError) -> String {
        let id = try fields.text("id")
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        guard
            parts.count == 2,
            !parts[0].isEmpty, parts[0].allSatisfy({ ("A"..."Z").contains($0) }),
            parts[1].count == 3, parts[1].allSatisfy({ ("0"..."9").contains($0) })
        else {
            throw fields.error("the id '\(id)' does not have the shape of STAT-002", at: "id")
        }
        return id
    }
}

extension CatalogueError {
    /// Takes the line number from the YAML parser's error.
    init(_ problem: StrictYAML.Problem, file: String) {
        let message =
            switch problem.cause {
            case .syntax(let words): words
            case .duplicateKey(let key): "the key \(key) occurs twice"
            }
        self.init(file: file, line: problem.line, message: message)
    }
}
