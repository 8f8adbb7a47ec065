//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A word for one thing and for many, such as *scan* and *scans*.
public struct Noun: Sendable, Hashable, CustomStringConvertible {
    /// The singular.
    public let one: String
    /// The plural.
    public let many: String

    /// Creates a noun; `nil` for anything but words: letters with spaces and hyphens between them, 40 at most.
    ///
    /// - Parameters:
    ///   - one: The singular.
    ///   - many: The plural; `nil` for the regular one, as *process* has *processes* and *strategy* has *strategies*.
    public init?(_ one: String, many: String? = nil) {
        let many = many ?? Self.plural(of: one)
        guard Self.isWord(one), Self.isWord(many) else { return nil }
        self.init(known: one, many)
    }

    /// Creates a noun of this project, which is known to be one.
    init(known one: String, _ many: String) {
        self.one = one
        self.many = many
    }

    /// The singular, so that a noun can stand in a sentence.
    public var description: String { one }

    /// The singular with its article, such as *a scan* or *an operation*.
    public var indefinite: String { "\(Self.takesAn(one) ? "an" : "a") \(one)" }

    /// Returns true if a text can be a word in a sentence: it comes from a file, and must not bring markup along.
    public static func isWord(_ text: String) -> Bool {
        guard (1...40).contains(text.unicodeScalars.count), text.first?.isLetter == true, text.last?.isLetter == true
        else { return false }
        return text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == " " || $0 == "-" }
    }

    private static func plural(of word: String) -> String {
        let lower = word.lowercased()
        if ["s", "x", "z", "ch", "sh"].contains(where: lower.hasSuffix) { return word + "es" }
        let isAfterVowel = lower.dropLast().last.map("aeiou".contains) ?? true
        return lower.hasSuffix("y") && !isAfterVowel ? "\(word.dropLast())ies" : word + "s"
    }

    /// Tells by the first letters; some vowels sound like consonants, as in *unit*, and some consonants are not heard.
    private static func takesAn(_ word: String) -> Bool {
        let lower = word.lowercased()
        if ["hour", "honest", "honor", "honour", "heir"].contains(where: lower.hasPrefix) { return true }
        if ["uni", "use", "usa", "uti", "eu", "one"].contains(where: lower.hasPrefix) { return false }
        return lower.first.map("aeiou".contains) ?? false
    }
}

extension Noun {
    /// The usual word for a job.
    public static let job = Noun(known: "job", "jobs")
    /// The usual word for a step of a job.
    public static let step = Noun(known: "step", "steps")
    /// The usual word for one of the results.
    public static let item = Noun(known: "item", "items")
}

extension String {
    /// The text with a capital at its front, as at the beginning of a sentence.
    public var withCapital: String { prefix(1).uppercased() + dropFirst() }
}
