//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// Generated ids of unknown jobs.
enum SampleID {
    private static let hex = "{hex32}"
    private static let uuid = "{uuid}"
    private static let number = "{number}"

    /// Returns true if a shape has random digits: without them the id would be the same in every run.
    static func isShape(_ shape: String) -> Bool {
        shape.contains(hex) || shape.contains(uuid) || shape.contains(number)
    }

    /// Returns a random id of a shape.
    static func draw(_ shape: String, from random: inout SeededRandom) -> String {
        var id = shape
        if id.contains(hex) { id = id.replacing(hex, with: random.hex(digits: 32)) }
        if id.contains(number) {
            // Nine digits without a zero at the front, which fit into 32 bits.
            id = id.replacing(number, with: String(100_000_000 + Int(random.next() % 900_000_000)))
        }
        guard id.contains(uuid) else { return id }
        // Version 4 of RFC 9562 §5.4.
        let parts = [8, 4, 3, 3, 12].map { random.hex(digits: $0) }
        return id.replacing(uuid, with: "\(parts[0])-\(parts[1])-4\(parts[2])-a\(parts[3])-\(parts[4])")
    }
}
