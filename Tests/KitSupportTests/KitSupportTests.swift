//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Testing

@Suite struct KitSupportTests {
    @Test func `bytes and numbers have all their hexadecimal digits`() {
        #expect(([0, 9, 16, 255] as [UInt8]).hexadecimal == "000910ff")
        #expect(([] as [UInt8]).hexadecimal.isEmpty)
        #expect(UInt64(0xAB).hexadecimal() == "00000000000000ab")
        #expect(UInt32(0x1F).hexadecimal(digits: 4) == "001f")
        #expect(UInt32(0x1F600).hexadecimal(digits: 4) == "1f600")
    }

    /// Source: RFC 4648 §10, without the padding.
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("???>>>", "Pz8_Pj4-"),
    ])
    func `base64url needs no escapes and no padding`(text: String, encoded: String) {
        #expect(Base64URL.encode(text.utf8) == encoded)
        #expect(Base64URL.decode(encoded) == Data(text.utf8))
    }

    @Test func `what is no base64url is not decoded`() {
        #expect(Base64URL.decode("a") == nil)
        #expect(Base64URL.decode("a b!") == nil)
    }

    /// The first outputs of the published reference implementation for the seed 1234567.
    @Test func `the random numbers are those of SplitMix64`() {
        var generator = SplitMix64(seed: 1_234_567)
        let expected: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect((1...5).map { _ in generator.next() } == expected)
    }

    @Test func `times are written in UTC`() {
        let time = Date(timeIntervalSince1970: 1_769_508_930.125)
        #expect(time.formatted(.isoMilliseconds) == "2026-01-27T10:15:30.125Z")
        #expect(time.formatted(.isoSeconds) == "2026-01-27T10:15:30Z")
        #expect(time.formatted(.isoDay) == "2026-01-27")
    }

    @Test func `a text cannot act on a terminal`() {
        #expect("a\u{1B}[2J\n\u{202E}b".harmless() == #"a\u{1b}[2J\u{a}\u{202e}b"#)
        #expect("a\nb\r".harmless(keepingLines: true) == "a\nb" + #"\u{d}"#)
        #expect("Zürich – 東京 🙂".harmless() == "Zürich – 東京 🙂")
    }

    @Test func `durations are converted without overflow`() {
        #expect(Duration.milliseconds(1500).nanoseconds == 1_500_000_000)
        #expect(Duration.seconds(Int64.max).nanoseconds == .max)
        #expect(Int64(nanosecondsIn: 0.29) == 290_000_000)
        #expect(Int64(nanosecondsIn: -1) == 0)
        #expect(Int64(nanosecondsIn: .infinity) == 1_000_000_000_000_000_000)
    }
}
