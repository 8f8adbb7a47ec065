//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Plan {
    /// The section `rates`: how surely rates are decided, and how far a run goes beyond its fixed part to decide them.
    public struct Rates: PlanSection {
        /// The probability, at most, of passing a rate that is 95 % or less.
        public var alpha = 0.05
        /// The probability, at most, of failing a rate that is above 95 %.
        public var beta = 0.05
        /// The number of polls and results reads that may follow the fixed part, each, until their rates are decided.
        public var maximumPolls = 0
        /// The number of initiations that may follow the jobs until their rate is decided.
        public var maximumInitiations = 0
        /// The number of initiations that a user may send within a minute, those of the jobs included.
        public var initiationsPerMinute = 30
        /// The time after its end for which a job may still be asked about; later it may have expired.
        public var resultLifetime = Duration.seconds(240)

        package static let name = "rates"

        package static let keys: [PlanKey<Self>] = [
            .share("alpha", \.alpha, in: 1e-6...0.5),
            .share("beta", \.beta, in: 1e-6...0.5),
            .int("maximum_polls", \.maximumPolls, in: 0...1_000_000),
            .int("maximum_initiations", \.maximumInitiations, in: 0...100_000),
            .int("initiations_per_minute", \.initiationsPerMinute, in: 1...100_000),
            .seconds("result_lifetime", \.resultLifetime, in: 0...604_800),
        ]

        /// Creates a section that does not go beyond the fixed part of the plan.
        public init() {}
    }

    /// The section `rates`.
    public var rates: Rates {
        get { self[Rates.self] }
        set { self[Rates.self] = newValue }
    }
}
