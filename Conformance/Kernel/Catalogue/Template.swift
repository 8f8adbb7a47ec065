//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// A text of the catalogue with places for an API's words, such as `every poll MUST find its {job}`.
///
/// Only the catalogue's files are read as templates. What a deployment sends never becomes one, so that braces in it
/// stay what they are.
struct Template: Sendable, Hashable {
    private enum Part: Sendable, Hashable {
        case text(String)
        case placeholder(Placeholder)
    }

    private var parts: [Part] = []

    /// Reads a text; `{}` is no place and stands for itself.
    ///
    /// - Throws: ``UnknownPlaceholder`` for braces with anything else in them.
    init(_ text: String) throws(UnknownPlaceholder) {
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "{") {
            guard let end = rest[start...].firstIndex(of: "}") else {
                throw UnknownPlaceholder(name: rest[start...].dropFirst())
            }
            let name = rest[start..<end].dropFirst()
            if name.isEmpty {
                parts.append(.text(String(rest[...end])))
            } else {
                guard let placeholder = Placeholder(rawValue: String(name)) else {
                    throw UnknownPlaceholder(name: name)
                }
                parts += [.text(String(rest[..<start])), .placeholder(placeholder)]
            }
            rest = rest[rest.index(after: end)...]
        }
        parts.append(.text(String(rest)))
    }

    /// Renders the text in the words of an API.
    func rendered(in vocabulary: Vocabulary) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .placeholder(let placeholder): placeholder.word(in: vocabulary)
            }
        }
        .joined()
    }

    /// A place that no word is known for.
    struct UnknownPlaceholder: Error {
        var name: Substring

        var description: String {
            let known = Placeholder.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
            return "unknown placeholder '{\(name.prefix(40))}'; expected one of \(known)"
        }
    }
}

extension Template {
    /// A place in a text, named by the word that stands there where an API has no words of its own.
    private enum Placeholder: String, Sendable, CaseIterable {
        case job, jobs, step, steps, item, items, running, store
        case aJob = "a job"
        case aStep = "a step"
        case anItem = "an item"
        case capitalJob = "Job"
        case capitalJobs = "Jobs"
        case capitalAJob = "A job"
        case capitalAnItem = "An item"
        case capitalSteps = "Steps"
        case capitalItems = "Items"

        /// The word for the place.
        func word(in vocabulary: Vocabulary) -> String {
            let nouns = vocabulary.nouns
            return switch self {
            case .job: nouns.job.one
            case .jobs: nouns.job.many
            case .step: nouns.step.one
            case .steps: nouns.step.many
            case .item: nouns.item.one
            case .items: nouns.item.many
            case .running: nouns.running
            case .store: vocabulary.store
            case .aJob: nouns.job.indefinite
            case .aStep: nouns.step.indefinite
            case .anItem: nouns.item.indefinite
            case .capitalJob: nouns.job.one.withCapital
            case .capitalJobs: nouns.job.many.withCapital
            case .capitalAJob: nouns.job.indefinite.withCapital
            case .capitalAnItem: nouns.item.indefinite.withCapital
            case .capitalSteps: nouns.step.many.withCapital
            case .capitalItems: nouns.item.many.withCapital
            }
        }
    }
}
