//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import KitSupport
import Testing

@testable import ProbeHistory

@Suite struct EventEncoderTests {
    @Test func `a line is what the general encoder writes, whatever an event holds`() throws {
        var random = Random(seed: 20_261_128)
        var encoder = EventEncoder()
        for _ in 0..<2000 {
            let event = random.event()
            let encoded = encoder.encode(event)
            let line = try #require(encoded)
            #expect(String(decoding: line, as: UTF8.self) == String(decoding: try general(event), as: UTF8.self))
        }
    }

    @Test(arguments: [
        0, 7.5, 100, 99.99999999999999, 1e-7, 0.1 + 0.2, -12, 1e21, Double.leastNonzeroMagnitude,
        1.7976931348623157e308,
    ])
    func `a percentage is written as the general encoder writes it`(percentage: Double) throws {
        var random = Random(seed: 1)
        var event = random.event()
        let parsed = ParsedFields(progress: JobProgress(percentage: percentage))
        event.outcome = .answered(Response(status: 200, parsed: parsed))
        var encoder = EventEncoder()
        let encoded = encoder.encode(event)
        let line = try #require(encoded)
        #expect(String(decoding: line, as: UTF8.self) == String(decoding: try general(event), as: UTF8.self))
    }

    @Test(arguments: [Double.nan, .infinity])
    func `a number that JSON has not is left to the general encoder, which refuses it`(percentage: Double) {
        var random = Random(seed: 1)
        var event = random.event()
        let parsed = ParsedFields(progress: JobProgress(percentage: percentage))
        event.outcome = .answered(Response(status: 200, parsed: parsed))
        var encoder = EventEncoder()
        let line = encoder.encode(event)
        #expect(line == nil)
        #expect(throws: (any Error).self) { try general(event) }
    }

    // MARK: - Fixtures

    private func general(_ event: Event) throws -> Data { try HistoryLine.Kind.event(event).encoded() }

    /// Any values of all fields.
    private struct Random: RandomNumberGenerator {
        private var generator: SplitMix64

        init(seed: UInt64) { generator = SplitMix64(seed: seed) }

        mutating func next() -> UInt64 { generator.next() }

        mutating func text() -> String {
            let characters =
                (0..<0x80).map { Character(Unicode.Scalar(UInt8($0))) } + ["é", "𝕊", "\u{2028}", "🙂", "\u{FFFD}"]
            return String(
                (0..<Int.random(in: 0...12, using: &self)).map { _ in characters.randomElement(using: &self) ?? "x" }
            )
        }

        mutating func some<Value>(_ value: Value) -> Value? { Bool.random(using: &self) ? value : nil }
        mutating func number() -> Int {
            Int.random(in: -1_000_000_000_000_000_000...1_000_000_000_000_000_000, using: &self)
        }
        mutating func fields() -> [String: String] {
            Dictionary((0..<Int.random(in: 0...5, using: &self)).map { _ in (text(), text()) }) { first, _ in first }
        }

        mutating func any<Value: CaseIterable>(_ type: Value.Type) -> Value {
            let cases = Array(Value.allCases)
            return cases[Int.random(in: 0..<cases.count, using: &self)]
        }

        mutating func event() -> Event {
            var event = Event(
                id: number(),
                operation: any(Event.Operation.self),
                intent: any(Event.Intent.self),
                pace: any(Event.Pace.self),
                job: some(text()),
                jobID: some(text()),
                user: any(Event.User.self),
                method: text(),
                url: text(),
                requestBody: some(text()),
                requestHeaders: some(fields()),
                due: some(Instant(nanoseconds: Int64(number()))),
                sent: Instant(nanoseconds: Int64(number())),
                firstByte: some(Instant(nanoseconds: Int64(number()))),
                received: Instant(nanoseconds: Int64(number())),
                connection: number(),
                reusesConnection: Bool.random(using: &self),
                traceID: some(TraceID(.random())),
                outcome: outcome()
            )
            event.read = some(number())
            return event
        }

        private mutating func outcome() -> Outcome {
            guard let response = some(response()) else {
                return .unanswered(.init(kind: any(Outcome.Failure.Kind.self), message: text()))
            }
            return .answered(response)
        }

        private mutating func response() -> Response {
            var headers = fields()
            headers["x-request-id"] = some(text())
            return Response(
                status: number(),
                headers: HeaderFields(headers),
                body: some(text()),
                bodyBytes: number(),
                bodyDigest: some(text()),
                worker: some(text()),
                parsed: some(parsed())
            )
        }

        private mutating func parsed() -> ParsedFields {
            ParsedFields(
                state: some(any(JobState.self)),
                stateWord: some(text()),
                jobID: some(text()),
                userID: some(text()),
                progress: some(
                    JobProgress(
                        completed: some(number()),
                        total: some(number()),
                        found: some(number()),
                        percentage: some(Double(number()) / 1e9)
                    )
                ),
                total: some(number()),
                listed: some(number()),
                digest: some(text()),
                pollURL: some(text()),
                resultsURL: some(text()),
                message: some(text()),
                standing: some(any(ParsedFields.Standing.self)),
                items: some((0..<Int.random(in: 0...3, using: &self)).map { _ in text() })
            )
        }
    }
}
