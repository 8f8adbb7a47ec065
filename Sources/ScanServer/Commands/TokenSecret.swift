//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The secret that signs tokens.
enum TokenSecret {
    /// Reads the secret from `SCAN_JWT_SECRET`, or generates a random one for this run.
    ///
    /// - Throws: ``ServerError`` if the secret is shorter than 32 bytes.
    static func read(from environment: [String: String]) throws -> [UInt8] {
        guard let text = environment["SCAN_JWT_SECRET"] else {
            var generator = SystemRandomNumberGenerator()
            return (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        }
        guard text.utf8.count >= 32 else { throw ServerError.shortSecret }
        return Array(text.utf8)
    }
}
