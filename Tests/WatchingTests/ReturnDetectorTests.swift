//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing
import Watching

@Suite struct `A detector of a return` {
    @Test(arguments: SimulatedProbes.Kind.allCases)
    fileprivate func `gives a false all-clear as rarely as promised`(kind: SimulatedProbes.Kind) {
        // Where the promise holds just so: twice as much fails as the target allows.
        var probes = SimulatedProbes(kind, rate: 0.9, seed: 7)
        var detector = ReturnDetector(target: 0.95, length: 360)
        var waits: [Double] = []
        for _ in 0..<20_000 {
            var wait = 1.0
            while !detector.add(probes.next()) { wait += 1 }
            waits.append(wait)
            detector = ReturnDetector(target: 0.95, length: 360)
        }
        let mean = waits.reduce(0, +) / Double(waits.count)
        let variance = waits.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(waits.count - 1)
        let deviation = (variance / Double(waits.count)).squareRoot()
        #expect(mean - 3 * deviation >= 360 * 0.999, "\(mean) ± \(deviation)")
    }

    @Test func `knows how many flawless probes it takes`() {
        var detector = ReturnDetector(target: 0.95, length: 360)
        let expected = detector.flawlessProbesToGo
        var count = 1
        while !detector.add(1) { count += 1 }
        #expect(count == expected && count == 35)
    }
}
