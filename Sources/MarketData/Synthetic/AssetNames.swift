//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Names and typical prices of the synthetic assets.
///
/// The first have well-known names and prices of a familiar size, for readability; nothing else about them is real. The
/// others have made-up names of two syllables.
enum AssetNames {
    /// Returns the base currency and the typical price in USD of the asset of a given rank.
    static func asset(rank: Int) -> (base: String, price: Double) {
        if rank < known.count { return known[rank] }
        let number = rank - known.count
        let pairs = syllables.count * syllables.count
        // A stride that is coprime to the number of pairs visits each once, in no visible order.
        let pair = number % pairs * 143 % pairs
        let generation = number / pairs
        let name = syllables[pair / syllables.count] + syllables[pair % syllables.count]
        let decade = [0.02, 0.1, 0.4, 1, 2, 5, 12, 30][number % 8]
        return (generation == 0 ? name : "\(name)\(generation + 1)", decade)
    }

    private static let known: [(base: String, price: Double)] = [
        ("BTC", 90_000), ("ETH", 3000), ("SOL", 150), ("XRP", 2), ("BNB", 800), ("DOGE", 0.15), ("ADA", 0.5),
        ("TRX", 0.3), ("AVAX", 20), ("LINK", 15), ("SUI", 2), ("XLM", 0.3), ("BCH", 500), ("LTC", 90), ("DOT", 3),
        ("UNI", 7), ("NEAR", 2), ("APT", 4), ("ICP", 4), ("AAVE", 200), ("ETC", 16), ("ATOM", 3), ("FIL", 2),
        ("ARB", 0.3), ("OP", 0.5), ("INJ", 7), ("ALGO", 0.2), ("VET", 0.02), ("HBAR", 0.2), ("GRT", 0.07),
    ]

    private static let syllables = [
        "AL", "BO", "CY", "DRA", "EX", "FI", "GAN", "HY", "IO", "JU", "KA", "LU", "MO", "NE", "ORI", "PY", "QUA", "RE",
        "SY", "TO", "UL", "VE", "WO", "ZE",
    ]
}
