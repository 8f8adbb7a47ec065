//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The way in which a token is sent.
public struct TokenUse: Sendable, Hashable {
    /// The header's name.
    public var name: String
    /// The header's value, `{token}` standing for the token.
    public var value: String

    /// The header as a profile has it.
    public var text: String { "\(name): \(value)" }

    /// The usual way, RFC 6750 §2.1.
    public static let bearer = TokenUse(name: "Authorization", value: "Bearer {token}")

    /// Other ways that are widespread, tried one after the other where the usual one is refused.
    static let others = [
        TokenUse(name: "Authorization", value: "Token {token}"), TokenUse(name: "Authorization", value: "Key {token}"),
        TokenUse(name: "X-API-Key", value: "{token}"), TokenUse(name: "Authorization", value: "{token}"),
        TokenUse(name: "PRIVATE-TOKEN", value: "{token}"),
    ]

    private init(name: String, value: String) {
        self.name = name
        self.value = value
    }

    /// Reads a header such as `X-Api-Key: {token}`; returns `nil` for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, !parts[0].isEmpty, parts[1].contains("{token}") else { return nil }
        self.init(name: String(parts[0]), value: String(parts[1].drop(while: \.isWhitespace)))
    }
}
