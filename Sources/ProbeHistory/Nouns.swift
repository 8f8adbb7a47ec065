//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The words by which an API calls its jobs, their steps and the items of their results.
///
/// A profile says them, and the header of a history keeps them, so that a history is told in the same words at any time.
public struct Nouns: Sendable, Hashable {
    /// The word for what is initiated, polled and read, such as *scan*.
    public var job: Noun
    /// The word for a part of a job, as its progress counts them, such as *strategy*.
    public var step: Noun
    /// The word for one of the results, such as *opportunity*.
    public var item: Noun
    /// The word for the state between the initiation and the end.
    public var running: String

    /// Creates a set of words; by default those of an API that has none of its own.
    public init(
        job: Noun = .job,
        step: Noun = .step,
        item: Noun = .item,
        running: String = "running"
    ) {
        self.job = job
        self.step = step
        self.item = item
        self.running = running
    }

    /// The words of the scan API, in which histories speak that are older than profiles with words of their own.
    public static let ofScans = Nouns(
        job: Noun(known: "scan", "scans"),
        step: Noun(known: "strategy", "strategies"),
        item: Noun(known: "opportunity", "opportunities"),
        running: "scanning"
    )
}

extension Nouns: Codable {
    private enum CodingKeys: String, CodingKey {
        case job, jobs, step, steps, item, items, running
    }

    /// Reads a set of words.
    ///
    /// - Throws: `DecodingError` for anything that is not a word, since it would stand in every sentence of a report.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        func noun(_ one: CodingKeys, _ many: CodingKeys) throws -> Noun {
            let words = (try fields.decode(String.self, forKey: one), try fields.decode(String.self, forKey: many))
            guard let noun = Noun(words.0, many: words.1) else {
                throw DecodingError.dataCorruptedError(forKey: one, in: fields, debugDescription: "not a word")
            }
            return noun
        }
        self.init(
            job: try noun(.job, .jobs),
            step: try noun(.step, .steps),
            item: try noun(.item, .items),
            running: try fields.decode(String.self, forKey: .running)
        )
        guard Noun.isWord(self.running) else {
            throw DecodingError.dataCorruptedError(forKey: .running, in: fields, debugDescription: "not a word")
        }
    }

    /// Writes the words, the plurals with them.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(job.one, forKey: .job)
        try fields.encode(job.many, forKey: .jobs)
        try fields.encode(step.one, forKey: .step)
        try fields.encode(step.many, forKey: .steps)
        try fields.encode(item.one, forKey: .item)
        try fields.encode(item.many, forKey: .items)
        try fields.encode(running, forKey: .running)
    }
}
