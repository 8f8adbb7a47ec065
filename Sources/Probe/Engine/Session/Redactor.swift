//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import KitSupport
import ProbeHistory
import Synchronization

/// The redactor of secrets in everything that is recorded.
///
/// A learnt secret is found wherever it occurs and however its characters are escaped: see ``EscapedText`` and
/// ``SecretForms``. Keys that nobody has named are known by their places: see ``KeyPlaces``. The time is linear in the
/// text's length.
final class Redactor: Sendable {
    /// The replacement for a secret.
    static let mask = "***"

    /// The minimum length: shorter secrets, such as the password `test`, occur in ordinary words, and masking them
    /// would falsify evidence.
    private static let leastLength = 8

    private struct Secrets {
        var forms: Set<[UInt8]> = []
        var automaton = SecretAutomaton([])
        var passwords: Set<String> = []
        /// True if a secret may stand in lower-case hexadecimal digits.
        var mayBeInTraceID = false
        /// The texts that were looked through with these secrets.
        var known = RecentTexts()
        /// The header fields that were looked through with these secrets, the last ones first.
        var knownFields: [(fields: HeaderFields, shown: HeaderFields)] = []
    }

    private let secrets = Mutex(Secrets())
    private let aliases = Mutex<[String: [Int]]>([:])

    /// Learns a secret.
    func learn(_ secret: String) {
        guard secret.count >= Self.leastLength else { return }
        let forms = SecretForms.of(secret)
        self.secrets.withLock { secrets in
            guard !forms.isSubset(of: secrets.forms) else { return }
            secrets.forms.formUnion(forms)
            secrets.mayBeInTraceID = secrets.forms.contains { form in
                form.allSatisfy { UInt64(lowercaseHexadecimal: [$0]) != nil }
            }
            secrets.automaton = SecretAutomaton(secrets.forms)
            secrets.known = RecentTexts()
            secrets.knownFields = []
        }
    }

    /// Learns a password, which may be too short to be masked everywhere.
    func learn(password: String) {
        guard !password.isEmpty else { return }
        self.learn(password)
        _ = secrets.withLock { $0.passwords.insert(password) }
    }

    /// The number of forms of secrets that were learnt: what was looked through for fewer may have one in it.
    var count: Int { secrets.withLock { $0.automaton.patternCount } }

    /// Returns the text without any secret that was learnt and without anything that is a key by its place or form.
    func redact(_ text: String) -> String {
        let (known, automaton) = secrets.withLock { ($0.known.form(of: text), $0.automaton) }
        if let known { return known }
        let escaped = EscapedText(text)
        let places = automaton.places(in: escaped) + KeyPlaces.places(in: escaped)
        let shown = places.isEmpty ? text : Self.masked(escaped.bytes, places)
        self.secrets.withLock { secrets in
            // A secret that was learnt meanwhile was not looked for.
            guard secrets.automaton.patternCount == automaton.patternCount else { return }
            secrets.known.keep(shown, of: text)
        }
        return shown
    }

    /// Returns header fields without secrets, and without the values of cookies: one lets in whoever has it.
    func redact(_ fields: HeaderFields) -> HeaderFields {
        let requestID = fields[HeaderFields.requestID].map(redact)
        let (known, count) = self.secrets.withLock { secrets in
            let known = secrets.knownFields.first { $0.fields.sharesFields(with: fields) }?.shown
            return (known, secrets.automaton.patternCount)
        }
        if let known { return known.withRequestID(requestID) }
        let redacted = HeaderFields(redact(fields.withRequestID(nil).dictionary))
        self.secrets.withLock { secrets in
            guard secrets.automaton.patternCount == count else { return }
            if secrets.knownFields.count == Self.mostKnownFields { secrets.knownFields.removeLast() }
            secrets.knownFields.insert((fields, redacted), at: 0)
        }
        return redacted.withRequestID(requestID)
    }

    private static let mostKnownFields = 8

    /// Returns fields that will not come again, as those of a log line, without secrets and the values of cookies.
    func redact(_ fields: [String: String]) -> [String: String] {
        var shown: [String: String] = [:]
        for (name, value) in fields {
            let isCookie = name == "set-cookie" || name == "cookie"
            shown[redact(name)] = isCookie ? cookies(value) : redact(value)
        }
        return shown
    }

    /// Returns the names of cookies with their values masked.
    private func cookies(_ field: String) -> String {
        let names = CookieField.pairs(in: field).map { "\(redact($0.name))=\(Self.mask)" }
        return names.isEmpty ? Self.mask : names.joined(separator: ", ")
    }

    /// Returns an address or a message without the keys that stand in it, where no secret is known yet.
    static func redactKeys(_ text: String) -> String {
        let escaped = EscapedText(text)
        let places = KeyPlaces.places(in: escaped)
        return places.isEmpty ? text : masked(escaped.bytes, places)
    }

    /// Returns the id of a trace, unless there is a secret in it: a profile may fill it in from anywhere.
    func redact(_ id: TraceID) -> TraceID? {
        // Mostly no secret is of such digits alone, and every request has another id.
        guard secrets.withLock({ $0.mayBeInTraceID }) else { return id }
        return redact(id.description) == id.description ? id : nil
    }

    /// Returns an id without secrets, such that two different ids stay different.
    func redactID(_ id: String) -> String {
        let shown = redact(id)
        guard shown != id else { return id }
        let number = self.aliases.withLock { aliases in
            let hash = id.hashValue
            if let known = aliases[shown, default: []].firstIndex(of: hash) { return known + 1 }
            // An endless stream of ids is no evidence of anything.
            guard aliases[shown, default: []].count < Self.mostAliases, aliases.count < Self.mostAliases else {
                return 1
            }
            aliases[shown, default: []].append(hash)
            return aliases[shown, default: []].count
        }
        return number == 1 ? shown : "\(shown)~\(number)"
    }

    private static let mostAliases = 1000

    private static func masked(_ bytes: [UInt8], _ places: [Range<Int>]) -> String {
        var kept: [UInt8] = []
        kept.reserveCapacity(bytes.count)
        var next = 0
        for place in places.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
            guard place.upperBound > next else { continue }
            // What touches the place before it is hidden by the same mask.
            if place.lowerBound > next || kept.isEmpty {
                kept += bytes[next..<place.lowerBound]
                kept += Self.mask.utf8
            }
            next = place.upperBound
        }
        kept += bytes[next...]
        return String(decoding: kept, as: UTF8.self)
    }

    /// Returns the body of a login response, with every value masked that a profile or a name marks as a secret.
    func redactLogin(_ body: String, tokenPaths: [JSONPath]) -> String {
        guard var value = JSONValue(parsing: body) else {
            // The position of a token in a body of unknown form cannot be known.
            return "(not kept: the answer to a login that is not JSON)"
        }
        for path in tokenPaths { value = path.replacing(in: value, by: .string(Self.mask)) }
        return redact(blank(value).canonicalText)
    }

    private func blank(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text):
            // The answer to a login is no evidence of a job: here short passwords are taken out too.
            return .string(secrets.withLock { $0.passwords }.reduce(text) { $0.replacing($1, with: Self.mask) })
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

    /// Returns true if the name of a field or header marks its value as a secret.
    static func namesSecret(_ key: String) -> Bool {
        let key = key.lowercased()
        if key == "token_type" { return false }
        return ["token", "secret", "password", "jwt", "cookie", "session", "apikey", "api-key", "api_key"]
            .contains { key.contains($0) }
    }
}

extension Profile {
    /// All calls of the API that the profile describes.
    var endpoints: [Endpoint] {
        preparations
            + [login?.endpoint, initiate, status, results, cancel, delete, list?.endpoint, diagnostics, metrics]
            .compactMap(\.self)
    }
}
