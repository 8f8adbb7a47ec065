//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

extension Plan {
    /// The error probabilities of the decisions on rates, and the limits of the requests that extend a run for them.
    public struct Rates: Codable, Sendable, Hashable {
        /// The maximum probability of passing a rate that is 95 % or less.
        public var alpha: Double
        /// The maximum probability of failing a rate that is above 95 %.
        public var beta: Double
        /// The maximum number of polls, and of results reads, after the fixed part of the plan, until their rates are
        /// decided.
        public var maximumPolls: Int
        /// The maximum number of initiations after the jobs, until their rate is decided.
        public var maximumInitiations: Int
        /// The maximum number of initiations of a user within a minute, those of the jobs included.
        public var initiationsPerMinute: Int
        /// The time after its end for which a job may still be polled, in seconds; later it may have expired.
        public var resultLifetime: Double

        /// Creates a description, by default one without requests beyond the fixed part of the plan.
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

// The decoding of a plan uses this: older histories have no such key.
extension KeyedDecodingContainer {
    func decode(_ type: Plan.Rates.Type, forKey key: Key) throws -> Plan.Rates {
        try self.decodeIfPresent(type, forKey: key) ?? Plan.Rates()
    }
}
