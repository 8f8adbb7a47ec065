//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ScanCore
import Strategies

/// The signal counts by strength; the four buckets add up to the total.
struct SignalAnalysisBody: Encodable {
    let totalSignalsAnalyzed: Int
    let signalsByStrength: SignalTally
    let thresholdAnalysis: ThresholdAnalysisBody

    init(_ runs: [StrategyRun], shown: [Opportunity]) {
        let tally = runs.reduce(SignalTally()) { $0 + $1.signals }
        totalSignalsAnalyzed = tally.total
        signalsByStrength = tally
        thresholdAnalysis = ThresholdAnalysisBody(shown: shown)
    }
}

/// The effect of the lowered thresholds; *additional* is *shown* less *above*.
struct ThresholdAnalysisBody: Encodable {
    let originalThreshold = SignalTally.originalThreshold
    let opportunitiesAboveOriginal: Int
    let opportunitiesShown: Int
    let additionalOpportunitiesRevealed: Int

    init(shown: [Opportunity]) {
        let above = shown.filter { ($0.signalStrength ?? 0) > SignalTally.originalThreshold }.count
        opportunitiesAboveOriginal = above
        opportunitiesShown = shown.count
        additionalOpportunitiesRevealed = shown.count - above
    }
}

/// The thresholds as a message for people.
struct ThresholdBody: Encodable {
    let originalThreshold = SignalTally.originalThreshold
    let message: String

    init(shown: [Opportunity]) {
        let analysis = ThresholdAnalysisBody(shown: shown)
        message = """
            \(analysis.opportunitiesShown) opportunities are shown, \(analysis.opportunitiesAboveOriginal) of them from \
            signals above \(SignalTally.originalThreshold).
            """
    }
}
