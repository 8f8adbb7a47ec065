//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// The response of `/api/v3/exchangeInfo`, as far as it is used.
struct ExchangeInfo: Decodable, Sendable {
    struct Symbol: Decodable, Sendable {
        let symbol: String
        let status: String
        let baseAsset: String
        let quoteAsset: String
    }

    struct RateLimit: Decodable, Sendable {
        let rateLimitType: String
        let interval: String
        let intervalNum: Int
        let limit: Int
    }

    let symbols: [Symbol]
    let rateLimits: [RateLimit]?

    /// The weight limit per minute, if it is stated.
    var weightPerMinute: Int? {
        rateLimits?.first { $0.rateLimitType == "REQUEST_WEIGHT" && $0.interval == "MINUTE" && $0.intervalNum > 0 }
            .map { $0.limit / $0.intervalNum }
    }
}

/// An element of `/api/v3/ticker/24hr`.
struct DayTicker: Decodable, Sendable {
    let symbol: String
    let quoteVolume: NumberText
}

/// The response of `/api/v3/depth`.
struct DepthAnswer: Decodable, Sendable {
    let bids: [[NumberText]]
    let asks: [[NumberText]]
}

/// An element of `/fapi/v1/premiumIndex`.
struct PremiumIndex: Decodable, Sendable {
    let symbol: String
    let markPrice: NumberText
    let indexPrice: NumberText
    let lastFundingRate: NumberText
}

/// An element of `/fapi/v1/fundingInfo`, which lists only futures with changed terms.
struct FundingTerms: Decodable, Sendable {
    let symbol: String
    let fundingIntervalHours: Double?
}

/// A number written as a string; an empty string is NaN, which strategies omit.
struct NumberText: Decodable, Sendable {
    let value: Double

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = text.isEmpty ? .nan : Double(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no number")
        }
        self.value = value
    }
}
