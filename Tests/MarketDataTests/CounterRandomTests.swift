//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import MarketData

@Suite struct CounterRandomTests {
    /// The first outputs of the published reference implementation for the seed 1234567.
    @Test func `the numbers are those of SplitMix64`() {
        let random = CounterRandom(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect((1...5).map { random.bits($0) } == expected)
    }

    @Test func `even numbers are spread over 0 to 1`() {
        let random = CounterRandom(seed: 5)
        let numbers = (0..<20_000).map { random.uniform($0) }
        let mean = numbers.reduce(0, +) / 20_000
        #expect(numbers.allSatisfy { $0 >= 0 && $0 < 1 })
        #expect((mean - 0.5).magnitude < 0.01)
    }

    @Test func `normal numbers have mean 0 and deviation 1`() {
        let random = CounterRandom(seed: 6)
        let numbers = (0..<20_000).map { random.normal($0) }
        let mean = numbers.reduce(0, +) / 20_000
        let square = numbers.reduce(0) { $0 + $1 * $1 } / 20_000
        #expect(mean.magnitude < 0.03)
        #expect((square - 1).magnitude < 0.03)
        #expect(numbers.allSatisfy { $0.magnitude < 3.47 })
    }

    @Test func `streams and seeds do not repeat each other`() {
        let random = CounterRandom(seed: 7)
        var all: Set<UInt64> = []
        for source in [random, random.stream(0), random.stream(1), random.stream(1).stream(1), CounterRandom(seed: 8)] {
            for counter in Int64(-100)..<100 { all.insert(source.bits(counter)) }
        }
        #expect(all.count == 1000)
    }

    @Test(arguments: [(7, 3, 2), (-7, 3, -3), (-6, 3, -2), (0, 3, 0)] as [(Int64, Int64, Int64)])
    func `division rounds down`(value: Int64, divisor: Int64, quotient: Int64) {
        #expect(value.dividedDown(by: divisor) == quotient)
    }
}
