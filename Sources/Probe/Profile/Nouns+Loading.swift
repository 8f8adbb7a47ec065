//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

extension Nouns {
    /// Reads the words of a profile; what it has no word for is called by the usual one.
    ///
    /// - Parameter mapping: The words, each with a plural where that is irregular.
    /// - Throws: ``ProbeFailure`` that names file, line and key.
    init(_ mapping: ConfigurationMapping) throws(ProbeFailure) {
        try mapping.allow(only: ["job", "jobs", "step", "steps", "item", "items", "running"])
        self.init()
        if let job = try mapping.noun("job", plural: "jobs") { self.job = job }
        if let step = try mapping.noun("step", plural: "steps") { self.step = step }
        if let item = try mapping.noun("item", plural: "items") { self.item = item }
        if mapping.has("running") { running = try mapping.word("running") }
    }
}

extension ConfigurationMapping {
    /// A noun with its plural, or nothing.
    fileprivate func noun(_ key: String, plural: String) throws(ProbeFailure) -> Noun? {
        guard has(key) else {
            guard has(plural) else { return nil }
            throw file.failure(
                line: line(of: plural),
                "`\(name(of: plural))` is the plural of `\(name(of: key))`, which is missing"
            )
        }
        let one = try word(key)
        let many = has(plural) ? try word(plural) : nil
        guard let noun = Noun(one, many: many) else { throw noWord(key) }
        return noun
    }

    /// A word that can stand in a sentence.
    fileprivate func word(_ key: String) throws(ProbeFailure) -> String {
        let word = try string(key)
        guard Noun.isWord(word) else { throw noWord(key) }
        return word
    }

    private func noWord(_ key: String) -> ProbeFailure {
        file.failure(
            line: line(of: key),
            "`\(name(of: key))` must be a word of letters, with spaces and hyphens between them, 40 at most"
        )
    }
}
