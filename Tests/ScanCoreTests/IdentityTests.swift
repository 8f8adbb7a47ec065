//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ScanCore
import Strategies
import Testing

@Suite struct `Names of things` {
    @Test func `a scan id is scan_ and 32 lower-case hexadecimal digits`() {
        #expect(ScanID("scan_0123456789abcdef0123456789abcdef") != nil)
        let others = [
            "", "*", "scan_", "scan_0123456789ABCDEF0123456789abcdef", "scan_0123456789abcdef0123456789abcde",
            "scan_0123456789abcdef0123456789abcdef0", "scan_*123456789abcdef0123456789abcdef", "scan_../../etc/passwd",
            "scan_0123456789abcdef0123456789abcde\u{0}", String(repeating: "a", count: 10_000),
        ]
        for text in others { #expect(ScanID(text) == nil, "\(text.prefix(40))") }
    }

    @Test func `new ids have the shape of ids, and differ`() {
        var generator = SystemRandomNumberGenerator()
        let ids = (0..<1000).map { _ in ScanID(using: &generator) }
        #expect(Set(ids).count == 1000)
        for id in ids { #expect(ScanID(id.description) == id) }
    }

    @Test func `a cache key reads back, and nothing else reads as one`() throws {
        var generator = SystemRandomNumberGenerator()
        let user = try #require(UserID("ann.b_c-1"))
        let key = CacheKey(user: user, filters: ScanFilters(), scan: ScanID(using: &generator))
        #expect(CacheKey(key.description) == key)
        #expect(CacheKey("ann:b7131f12a6b6595f") == nil)
        #expect(CacheKey("a:b:b7131f12a6b6595f:\(key.scan.digits)") == nil)
        #expect(CacheKey("ann:B7131F12A6B6595F:\(key.scan.digits)") == nil)
    }

    @Test func `no filters have the digest that the contract gives`() {
        #expect(ScanFilters().digest == "b7131f12a6b6595f")
    }

    @Test(arguments: [
        "", "BTC/USDT", "quote \" and \\", "\u{0}\u{1}\u{8}\t\n\u{b}\u{c}\r\u{1f}\u{7f}", "Ünïcode 🙂 e\u{301}\u{2028}",
    ])
    func `canonical JSON is that of the encoder, whatever a text has`(text: String) throws {
        struct Sample: Encodable { let list: [String], text: String, flag: Bool }
        var json = CanonicalJSON()
        json.add("flag", false)
        json.add("list", [text, text])
        json.add("text", text)
        #expect(json.text == (try Self.encoded(Sample(list: [text, text], text: text, flag: false))))
    }

    @Test(
        arguments: [0, -0.0, 1, 0.1, 1.5, 100, 12_345.678, 1e15, 1e16, 1e22, 1e-5, -2.5e-12, 1.0 / 3, 3e9] as [Double]
    )
    func `canonical JSON is that of the encoder for every number`(number: Double) throws {
        var json = CanonicalJSON()
        json.add("number", number)
        #expect(json.text == (try Self.encoded(["number": number])))
    }

    @Test func `a filter that is not finite has a digest of its own`() {
        let digests = [Double.infinity, -.infinity, .nan].map { ScanFilters(minimumProfit: $0).digest }
        #expect(Set(digests + [ScanFilters().digest]).count == 4)
    }

    private static func encoded(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    @Test func `filters that mean the same have the same digest`() {
        let one = ScanFilters(symbols: [" btc-usdt", "ETH-USDT", "", "BTC-usdt"], assetTiers: ["Retail"])
        let other = ScanFilters(symbols: ["ETH-USDT", "BTC-USDT"], assetTiers: ["retail "])
        #expect(one == other)
        #expect(one.digest == other.digest)
        #expect(one.symbols == ["BTC-USDT", "ETH-USDT"])
    }

    @Test func `every filter that changes the results changes the digest`() {
        let filters = [
            ScanFilters(), ScanFilters(symbols: ["A"]), ScanFilters(assetTiers: ["retail"]),
            ScanFilters(strategyIDs: ["s"]), ScanFilters(maximumRisk: .low), ScanFilters(maximumRisk: .high),
            ScanFilters(minimumProfit: 1), ScanFilters(maximumCapital: 1), ScanFilters(timeframes: ["1d"]),
            ScanFilters(opportunityTypes: ["breakout"]), ScanFilters(includesRecommendations: false),
        ]
        #expect(Set(filters.map(\.digest)).count == filters.count)
    }

    @Test func `lookup keys live for the longer entry and the buffer`() {
        #expect(ScanLifetimes(result: .seconds(300), partial: .seconds(100)).lookup == .seconds(900))
        #expect(ScanLifetimes(result: .seconds(300), partial: .seconds(900)).lookup == .seconds(1500))
    }
}
