//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// The words in which an API is spoken of, and what it has: what a requirement's texts are rendered with.
public struct Vocabulary: Sendable, Hashable {
    /// The words for jobs, steps and items.
    public var nouns: Nouns
    /// The features of the API, which decide on what causes it can be told of.
    public var features: Set<Feature>

    /// Creates a vocabulary.
    public init(nouns: Nouns, features: Set<Feature>) {
        self.nouns = nouns
        self.features = features
    }

    /// The vocabulary of the scan API, which has everything.
    public static let ofScans = Vocabulary(nouns: .ofScans, features: Feature.ofScans)

    /// The name of the store in a sentence: only the scan API's contract says which one it is.
    public var store: String { features.contains(.store) ? "Redis" : "the store" }
}

extension History.Header {
    /// The vocabulary of the API that the history is about; one that is older than profiles' words reads as it did then.
    public var vocabulary: Vocabulary {
        nouns.map { Vocabulary(nouns: $0, features: access.offers) } ?? .ofScans
    }
}
