//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory
import Synchronization

/// The redactor of secrets in everything that is recorded.
final class Redactor: Sendable {
    /// The replacement for a secret.
    static let mask = "***"

    /// The minimum length: shorter secrets, such as the password `test`, occur in ordinary words, and masking them
    /// would falsify evidence.
    private static let leastLength = 8

    private let secrets = Mutex<Set<String>>([])
    /// The first bytes of all secrets and of every JWT; absent once a secret is not all ASCII, since they are of no use
    /// then.
    private let beginnings = Mutex<[UInt32]?>([Redactor.beginning(of: "eyJ")])
    private let passwords = Mutex<Set<String>>([])

    /// Learns a secret, both raw and as JSON escapes it.
    func learn(_ secret: String) {
        guard secret.count >= Self.leastLength else { return }
        let quoted = String(JSONValue.string(secret).canonicalText.dropFirst().dropLast())
        self.secrets.withLock { $0.formUnion([secret, quoted]) }
        let isASCII = secret.utf8.allSatisfy { $0 < 0x80 }
        let new = Set([secret, quoted].map(Self.beginning))
        self.beginnings.withLock { known in known = isASCII ? known.map { $0 + new.subtracting($0) } : nil }
    }

    /// Learns a password, which may be too short to be masked everywhere.
    func learn(password: String) {
        guard !password.isEmpty else { return }
        self.learn(password)
        _ = self.passwords.withLock { $0.insert(password) }
    }

    /// Returns the text with every learnt secret and everything that looks like a JWT masked.
    func redact(_ text: String) -> String {
        guard self.mayHoldSecret(text) else { return text }
        var text = text
        // The longest first: otherwise a secret that begins with another would leave its tail behind.
        for secret in self.secrets.withLock({ $0 }).sorted(by: { $0.count > $1.count }) where text.contains(secret) {
            text = text.replacing(secret, with: Self.mask)
        }
        guard text.contains("eyJ") else { return text }
        return text.replacing(#/eyJ[A-Za-z0-9_\-]{4,}\.[A-Za-z0-9_\-]+\.[A-Za-z0-9_\-]*/#, with: Self.mask)
    }

    /// Returns true if the text may contain a secret or a JWT: one pass over the bytes, mostly without a match.
    ///
    /// Characters beyond ASCII may be equal to others of different bytes, so a text that has any always counts.
    private func mayHoldSecret(_ text: String) -> Bool {
        guard let beginnings = self.beginnings.withLock({ $0 }) else { return true }
        var lastThree: UInt32 = 0
        for byte in text.utf8 {
            guard byte < 0x80 else { return true }
            lastThree = (lastThree &<< 8 | UInt32(byte)) & 0xFF_FFFF
            for beginning in beginnings where beginning == lastThree { return true }
        }
        return false
    }

    /// Returns the first three bytes of a text, as one number.
    private static func beginning(of text: String) -> UInt32 {
        text.utf8.prefix(3).reduce(0) { $0 &<< 8 | UInt32($1) }
    }

    /// Returns the body of a login response, with every value masked that a profile or a name marks as a secret.
    func redactLogin(_ body: String, tokenPaths: [JSONPath]) -> String {
        guard var value = JSONValue(parsing: body) else {
            // The position of a token in a body of unknown form cannot be known.
            return "(not kept: the answer to a login that is not JSON)"
        }
        for path in tokenPaths { value = path.replacing(in: value, by: .string(Self.mask)) }
        return self.redact(self.blank(value).canonicalText)
    }

    private func blank(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text):
            // A login response is no evidence of a job: here short passwords are masked too.
            return .string(self.passwords.withLock { $0 }.reduce(text) { $0.replacing($1, with: Self.mask) })
        case .array(let elements):
            return .array(elements.map(self.blank))
        case .object(let members):
            let blanked = members.map { key, member in
                (key, Self.namesSecret(key) && member.string != nil ? .string(Self.mask) : self.blank(member))
            }
            return .object(Dictionary(uniqueKeysWithValues: blanked))
        case .null, .bool, .number:
            return value
        }
    }

    private static func namesSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        if key == "token_type" { return false }
        return ["token", "secret", "password", "jwt", "cookie", "session"].contains { key.contains($0) }
    }
}
