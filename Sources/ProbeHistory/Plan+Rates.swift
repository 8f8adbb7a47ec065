//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Plan {
    /// How surely rates are decided, and how far a run goes beyond its fixed part to decide them.
    public struct Rates: Codable, Sendable, Hashable {
        /// The probability, at most, of passing a rate that is 95 % or less.
        public var alpha: Double
        /// The probability, at most, of failing a rate that is above 95 %.
        public var beta: Double
        /// How many polls and results reads may follow the fixed part of the plan, each, until their rates are decided.
        public var maximumPolls: Int
        /// How many initiations may follow the jobs until their rate is decided.
        public var maximumInitiations: Int
        /// How many initiations a user may send within a minute, those of the jobs included.
        public var initiationsPerMinute: Int
        /// How long after its end a job may still be asked about, in seconds; later it may have expired.
        public var resultLifetime: Double

        /// Creates a description, by default one that does not go beyond the fixed part of the plan.
        public init(
            alpha: Double = 0.05,
            beta: Double = 0.05,
            maximumPolls: Int = 0,
            maximumInitiations: Int = 0,
            initiationsPerMinute: Int = 30,
            resultLifetime: Double = 240
        ) {
            self.alpha = alpha
            self.beta = beta
            self.maximumPolls = maximumPolls
            self.maximumInitiations = maximumInitiations
            self.initiationsPerMinute = initiationsPerMinute
            self.resultLifetime = resultLifetime
        }
    }
}

// The decoding of a plan picks this up: histories from before there were these rules have none.
extension KeyedDecodingContainer {
    func decode(_ type: Plan.Rates.Type, forKey key: Key) throws -> Plan.Rates {
        try self.decodeIfPresent(type, forKey: key) ?? Plan.Rates()
    }
}
