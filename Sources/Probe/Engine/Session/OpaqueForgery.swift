//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Invalid tokens in the form of one that has no meaning to the client.
enum OpaqueForgery {
    /// Returns a token of the same length and kind of characters, of which the last half differs.
    static func forged(from token: String, seed: UInt64) -> String {
        var random = SeededRandom(seed: seed, purpose: "forged opaque token")
        let scalars = Array(token.unicodeScalars)
        var forged = ""
        for (index, scalar) in scalars.enumerated() {
            // Digits stay digits, so that a check of the form alone accepts the token.
            let others = alphabets.first { $0.contains(scalar) }?.filter { $0 != scalar } ?? []
            let isKept = index < scalars.count / 2 || others.isEmpty
            forged.unicodeScalars.append(isKept ? scalar : others[Int(random.next() % UInt64(others.count))])
        }
        return forged == token ? token + "0" : forged
    }

    private static let alphabets: [[Unicode.Scalar]] = [
        "0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    ]
    .map { Array($0.unicodeScalars) }
}
