//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import JWTKit
package import ScanCore

/// The issuer and verifier of bearer tokens: JWTs signed with HMAC-SHA-256.
///
/// Tokens with another algorithm, `none` above all, or of another key are refused. Source: RFC 8725 §3.1.
package struct TokenIssuer: Sendable {
    /// The time from issue to expiry of a token.
    package let lifetime: Duration
    private let keys: JWTKeyCollection
    private let clock: ScanClock
    private let verified = VerifiedTokens()

    /// Creates an issuer; all workers of a deployment need the same secret.
    ///
    /// - Parameters:
    ///   - secret: At least 32 bytes, from a file or the environment.
    ///   - lifetime: The time from issue to expiry of a token.
    ///   - clock: The clock that issue and expiry are measured by.
    package init(secret: [UInt8], lifetime: Duration = .seconds(3600), clock: ScanClock) async {
        self.lifetime = lifetime
        self.clock = clock
        keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
    }

    /// Issues a token for a principal.
    func token(for principal: Principal) async throws -> String {
        let now = clock.now()
        return try await keys.sign(
            ScanToken(
                sub: .init(value: principal.user.description),
                exp: .init(value: now + lifetime.seconds),
                iat: .init(value: now),
                role: principal.role
            )
        )
    }

    /// Returns the user of a token; `nil` if it is malformed, forged, expired, not valid yet, or requires an extension.
    func principal(of token: String) async -> Principal? {
        let now = clock.now()
        if let known = verified.principal(of: token, at: now) { return known }
        guard !demandsExtensions(token), let claims = try? await keys.verify(token, as: ScanToken.self),
            claims.exp.value > now, claims.nbf.map({ $0.value <= now }) ?? true, let user = UserID(claims.sub.value)
        else { return nil }
        let principal = Principal(user: user, role: claims.role)
        verified.remember(principal, of: token, from: claims.nbf?.value ?? .distantPast, until: claims.exp.value)
        return principal
    }

    /// Returns true if the header requires extensions (`crit`), none of which is supported, or cannot be parsed.
    ///
    /// Source: RFC 7515 §4.1.11.
    private func demandsExtensions(_ token: String) -> Bool {
        var text = String(token.prefix { $0 != "." }).replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        guard let header = Data(base64Encoded: text), case .object(let members)? = try? JSONValue(parsing: header)
        else { return true }
        return members["crit"] != nil
    }
}

/// The claims of a token.
private struct ScanToken: JWTPayload {
    let sub: SubjectClaim
    let exp: ExpirationClaim
    let iat: IssuedAtClaim
    var nbf: NotBeforeClaim?
    let role: Role

    /// Does nothing: JWTKit checks signature and shape, and the issuer checks the expiry by its own clock.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
