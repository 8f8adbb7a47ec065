//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceChecks
import Testing

@Suite struct FisherExactTests {
    private func p(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double {
        FisherExact.twoSided((a, a + b), (c, c + d))
    }

    /// The values that R's `fisher.test` gives, as published with SciPy's tests of `fisher_exact`.
    private static let published: [(table: [Int], p: Double)] = [
        ([100, 2, 1000, 5], 1.300759363430016e-1), ([2, 7, 8, 2], 2.301413756522114e-2),
        ([5, 1, 10, 10], 1.973244147157190e-1), ([5, 15, 20, 20], 9.580440012477637e-2),
        ([5, 16, 20, 25], 1.725864953812995e-1), ([10, 5, 10, 1], 1.973244147157190e-1),
        ([10, 5, 10, 0], 6.126482213438734e-2), ([5, 0, 1, 4], 4.761904761904762e-2), ([0, 5, 1, 4], 1),
        ([5, 1, 0, 4], 4.761904761904758e-2), ([0, 1, 3, 2], 1),
    ]

    @Test(arguments: Self.published)
    func `the values are those of R`(table: [Int], expected: Double) {
        #expect(abs(p(table[0], table[1], table[2], table[3]) - expected) < 1e-12)
    }

    @Test func `the lady who tastes tea proves nothing with three cups of four`() {
        // R. A. Fisher, The Design of Experiments (1935), chapter 2: 34 of 70 orders are at least as extreme.
        #expect(abs(p(3, 1, 1, 3) - 34.0 / 70) < 1e-12)
        #expect(abs(p(4, 0, 0, 4) - 2.0 / 70) < 1e-12)
    }

    @Test func `which sample comes first, and what counts as success, makes no difference`() {
        for (a, b, c, d) in [(3, 17, 9, 11), (40, 80, 118, 2), (0, 20, 5, 15)] {
            let p = self.p(a, b, c, d)
            #expect(abs(p - self.p(c, d, a, b)) < 1e-12)
            #expect(abs(p - self.p(b, a, d, c)) < 1e-12)
            #expect(p > 0 && p <= 1)
        }
    }

    @Test func `no trials, or the same result everywhere, tell nothing`() {
        #expect(p(0, 0, 5, 5) == 1)
        #expect(p(0, 0, 0, 0) == 1)
        #expect(p(120, 0, 90, 0) == 1)
        #expect(p(0, 120, 0, 90) == 1)
    }

    @Test func `a million trials neither overflow nor take long`() {
        #expect(p(500_000, 500_000, 499_990, 500_010) > 0.9)
        #expect(p(500_000, 500_000, 900_000, 100_000) == 0)
        // SciPy's test example for large counts.
        #expect(abs(p(19_000, 80_000, 20_000, 90_000) / 3.319e-9 - 1) < 0.01)
    }
}
