//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials

/// An in-toto statement: a predicate about the files with these digests.
///
/// Source: in-toto attestation framework, Statement v1,
/// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md.
struct Statement: Codable, Hashable {
    /// A file that the statement is about.
    struct Subject: Codable, Hashable {
        var name: String
        var digest: [String: String]

        init(name: String, content: Data) {
            self.name = name
            digest = ["sha256": Digest(of: content).hex]
        }
    }

    static let type = "https://in-toto.io/Statement/v1"
    static let mediaType = "application/vnd.in-toto+json"

    var type = Self.type
    var subject: [Subject]
    var predicateType = SignOff.predicateType
    var predicate: SignOff

    private enum CodingKeys: String, CodingKey {
        case type = "_type"
        case subject
        case predicateType
        case predicate
    }

    init(subject: [Subject], predicate: SignOff) {
        self.subject = subject
        self.predicate = predicate
    }

    /// Reads a statement with a verified signature.
    init(json: Data, name: String) throws(SignOffFailure) {
        struct Kind: Decodable {
            var _type: String
            var predicateType: String
        }
        guard let kind = try? JSONDecoder().decode(Kind.self, from: json) else {
            throw SignOffFailure(.refused, "\(name) is signed, but holds no in-toto statement")
        }
        guard kind._type == Self.type else {
            throw SignOffFailure(.refused, "\(name) holds `\(kind._type)`; this version reads `\(Self.type)`")
        }
        guard kind.predicateType == SignOff.predicateType else {
            throw SignOffFailure(
                .refused,
                "\(name) states `\(kind.predicateType)`, not a sign-off, which is `\(SignOff.predicateType)`"
            )
        }
        do {
            self = try JSONDecoder().decode(Statement.self, from: json)
        } catch {
            throw SignOffFailure(
                .refused,
                "\(name) is signed, but its sign-off lacks a field or has one of another kind"
            )
        }
    }

    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
