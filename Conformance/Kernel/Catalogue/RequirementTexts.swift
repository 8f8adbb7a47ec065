//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitYAML
import ProbeHistory

/// The sentences of a requirement, as the catalogue has them: with places for the words of an API.
struct RequirementTexts: Sendable, Hashable {
    let statement: Template
    let why: Template
    let tested: Template
    let causes: [Cause]

    /// A cause of violations, and which APIs can have it.
    struct Cause: Sendable, Hashable {
        var text: Template
        /// The features without which there is no such cause.
        var features: Set<Feature> = []
        /// The features with which the cause has another form, that is told instead.
        var absent: Set<Feature> = []
        /// The signs that the evidence has to show, or the cause is excluded.
        var signs: Set<EvidenceSign> = []
        /// The texts one of which stands in the evidence, or the cause is excluded; absent where that makes no difference.
        var says: [String]?

        /// Returns true if an API with these features can have the cause.
        func fits(_ features: Set<Feature>) -> Bool {
            self.features.isSubset(of: features) && absent.isDisjoint(with: features)
        }
    }

    /// Reads the sentences from the fields of a requirement.
    init(_ fields: CatalogueFields) throws(CatalogueError) {
        statement = try fields.template(try fields.text("statement"), at: "statement")
        why = try fields.template(try fields.text("why"), at: "why")
        tested = try fields.template(try fields.prose("tested"), at: "tested")
        causes = try fields.causes("causes")
    }

    /// A requirement with its sentences in the words of an API, and with the causes that it can have.
    func rendered(_ requirement: Requirement, in vocabulary: Vocabulary) -> Requirement {
        var requirement = requirement
        requirement.statement = statement.rendered(in: vocabulary)
        requirement.why = why.rendered(in: vocabulary)
        requirement.tested = tested.rendered(in: vocabulary)
        requirement.causes = causes.filter { $0.fits(vocabulary.features) }
            .map { $0.text.rendered(in: vocabulary) }
        return requirement
    }
}

extension CatalogueFields {
    /// Reads a text as a template.
    fileprivate func template(_ text: String, at key: String) throws(CatalogueError) -> Template {
        do { return try Template(text) } catch { throw self.error(error.description, at: key) }
    }

    /// A list of causes: texts, or texts under `cause` with the features that they presuppose; empty when it is missing.
    fileprivate func causes(_ key: String) throws(CatalogueError) -> [RequirementTexts.Cause] {
        var causes: [RequirementTexts.Cause] = []
        for element in try elements(key) {
            if element.mapping != nil {
                let fields = try nested(element, known: ["cause", "if", "unless", "when", "says"])
                let cause = RequirementTexts.Cause(
                    text: try fields.template(try fields.text("cause"), at: "cause"),
                    features: Set(try fields.wordOrWords("if")),
                    absent: Set(try fields.wordOrWords("unless")),
                    signs: Set(try fields.wordOrWords("when")),
                    says: try fields.textOrTexts("says")
                )
                let isPlain = cause.features.isEmpty && cause.absent.isEmpty && cause.signs.isEmpty && cause.says == nil
                guard !isPlain else {
                    throw fields.error("a cause without a condition is written as a text alone", at: "cause")
                }
                causes.append(cause)
            } else {
                causes.append(
                    RequirementTexts.Cause(text: try template(try text(of: element, key: key), at: key))
                )
            }
        }
        return causes
    }
}
