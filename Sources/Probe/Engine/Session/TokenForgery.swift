//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import FoundationEssentials
import KitSupport
import ProbeHistory

/// The invalid tokens that a deployment must reject.
///
/// Source: RFC 7519 §7.2, RFC 8725 §3.
struct TokenForgery: Sendable {
    private let header: [String: JSONValue]
    private let payload: [String: JSONValue]
    private let parts: [String]
    private let key: SymmetricKey

    /// Parses a token; returns `nil` when it is not a JWT, since nothing can be forged then.
    init?(token: String, seed: UInt64) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let header = Self.decode(parts[0]), let payload = Self.decode(parts[1]) else {
            return nil
        }
        self.header = header
        self.payload = payload
        self.parts = parts
        var random = SeededRandom(seed: seed, purpose: "forged key")
        key = SymmetricKey(data: Array(random.hex(digits: 64).utf8))
    }

    /// A token with `alg` set to `none` and without a signature.
    var unsigned: String {
        var header = self.header
        header["alg"] = .string("none")
        return Self.encode(header) + "." + parts[1] + "."
    }

    /// A token with the same claims, signed with another key.
    var forged: String {
        var header = self.header
        header["alg"] = .string("HS256")
        return sign(header, payload)
    }

    /// A token with an expiry in the past under the old signature.
    var expired: String {
        var payload = self.payload
        payload["exp"] = .number("946684800")
        return parts[0] + "." + Self.encode(payload) + "." + parts[2]
    }

    private func sign(_ header: [String: JSONValue], _ payload: [String: JSONValue]) -> String {
        let signed = Self.encode(header) + "." + Self.encode(payload)
        let code = HMAC<SHA256>.authenticationCode(for: Array(signed.utf8), using: key)
        return signed + "." + Base64URL.encode(code)
    }

    private static func decode(_ part: String) -> [String: JSONValue]? {
        guard let data = Base64URL.decode(part) else { return nil }
        return JSONValue(parsing: String(decoding: data, as: UTF8.self))?.object
    }

    private static func encode(_ members: [String: JSONValue]) -> String {
        Base64URL.encode(JSONValue.object(members).canonicalText.utf8)
    }
}
