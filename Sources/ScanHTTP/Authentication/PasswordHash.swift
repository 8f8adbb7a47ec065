//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import CryptoExtras
import FoundationEssentials

/// A stored password hash: `scrypt$N$r$p$salt$hash`, salt and hash in base64.
///
/// Source: RFC 7914; the cost is OWASP's recommendation for scrypt (N = 2^17, r = 8, p = 1) unless given.
package struct PasswordHash: Sendable, Hashable, LosslessStringConvertible {
    /// The default cost N of new hashes.
    package static let defaultRounds = 1 << 17

    /// The cost parameters of a hash; passwords take equal time to check against hashes of equal cost.
    struct Cost: Hashable {
        let rounds: Int
        let blockSize: Int
        let parallelism: Int
    }

    let cost: Cost
    private let salt: [UInt8]
    private let hash: [UInt8]

    /// Hashes a password with a new random salt.
    ///
    /// - Parameters:
    ///   - password: The password.
    ///   - rounds: The cost N, a power of two; it takes N kilobytes of memory.
    /// - Throws: An error if the cost is not a power of two.
    package init(of password: String, rounds: Int = Self.defaultRounds) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        cost = Cost(rounds: rounds, blockSize: 8, parallelism: 1)
        self.salt = salt
        hash = try Self.derive(password, salt: salt, cost: cost)
    }

    /// Parses a stored hash; `nil` if it is malformed or too expensive to verify at each login.
    package init?(_ description: String) {
        let parts = description.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == "scrypt",
            let rounds = Int(parts[1]), (2...(1 << 20)).contains(rounds), rounds.nonzeroBitCount == 1,
            let blockSize = Int(parts[2]), (1...32).contains(blockSize),
            let parallelism = Int(parts[3]), (1...16).contains(parallelism),
            let salt = Data(base64Encoded: parts[4]), let hash = Data(base64Encoded: parts[5]), hash.count == 32
        else { return nil }
        cost = Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
        self.salt = [UInt8](salt)
        self.hash = [UInt8](hash)
    }

    /// The hash in its stored form.
    package var description: String {
        let salt = Data(salt).base64EncodedString()
        let hash = Data(hash).base64EncodedString()
        return "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt)$\(hash)"
    }

    /// Returns true if a password has this hash; slow on purpose, and in constant time.
    package func matches(_ password: String) -> Bool {
        guard let candidate = try? Self.derive(password, salt: salt, cost: cost) else { return false }
        return zip(candidate, hash).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func derive(_ password: String, salt: [UInt8], cost: Cost) throws -> [UInt8] {
        let key = try KDF.Scrypt.deriveKey(
            from: Array(password.utf8),
            salt: salt,
            outputByteCount: 32,
            rounds: cost.rounds,
            blockSize: cost.blockSize,
            parallelism: cost.parallelism
        )
        return unsafe key.withUnsafeBytes { bytes in unsafe Array(bytes) }
    }
}
