//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The risk of an adverse move, by the typical move of a day.
package enum RiskLevel: String, Codable, Sendable, Comparable, CaseIterable {
    /// A typical day moves the price by less than 2 %.
    case low
    /// A typical day moves the price by less than 4 %.
    case medium
    /// A typical day moves the price by less than 6 %.
    case mediumHigh = "medium_high"
    /// A typical day moves the price by less than 10 %.
    case high
    /// A typical day moves the price by 10 % or more.
    case veryHigh = "very_high"

    /// Classifies by the typical move of a day, as a fraction of the price.
    package init(dailyMove: Double) {
        self =
            switch dailyMove {
            case ..<0.02: .low
            case ..<0.04: .medium
            case ..<0.06: .mediumHigh
            case ..<0.10: .high
            default: .veryHigh
            }
    }

    /// The next higher level; the highest is its own successor.
    package var raised: RiskLevel {
        switch self {
        case .low: .medium
        case .medium: .mediumHigh
        case .mediumHigh: .high
        case .high, .veryHigh: .veryHigh
        }
    }

    /// Orders levels from low to very high.
    package static func < (left: RiskLevel, right: RiskLevel) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .mediumHigh: 2
        case .high: 3
        case .veryHigh: 4
        }
    }
}
