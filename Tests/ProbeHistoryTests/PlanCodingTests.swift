//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import ProbeHistory
import Testing

/// Plans in the headers of histories, in the form of format 1.
@Suite struct PlanCodingTests {
    private static let older = #"""
        {"bodies":["{}"],"burst":35,"concurrentScans":3,"earlyResultReads":1,"fastPolls":20,"foreignKeys":5000,
        "freshConnections":true,"groups":["status","recovery"],"isolationProbes":3,"joins":1,"maximumPolls":40,
        "name":"old","negativeProbes":1,"pollInterval":0.5,"pollsAfterCompletion":6,
        "rates":{"alpha":0.01,"beta":0.05,"initiationsPerMinute":30,"maximumInitiations":5,"maximumPolls":20,
        "resultLifetime":240},"recoveryPolls":6,"refreshes":1,"requestTimeout":10,"resultReads":3,"resultsP99":2,
        "runBudget":200,"sampleInterval":1,"scanBudget":60,"scans":4,"statusP99":1.5,"summary":"s",
        "twinBodies":["{\"a\":1}"]}
        """#

    private static func decode(_ text: String) throws -> Plan {
        try JSONDecoder().decode(Plan.self, from: Data(text.utf8))
    }

    private static func encode(_ plan: Plan) throws -> JSONValue {
        try #require(JSONValue(parsing: String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)))
    }

    @Test func `a plan of an older history is read into its sections`() throws {
        let plan = try Self.decode(Self.older)
        #expect(plan.groups == [.status, .recovery])
        #expect(plan.jobs.count == 4 && plan.jobs.concurrent == 3 && plan.jobs.budget == .seconds(60))
        #expect(plan.jobs.pollInterval == .milliseconds(500) && plan.jobs.freshConnections)
        #expect(plan.initiate.joins == 1 && plan.initiate.twinBodies == [#"{"a":1}"#])
        #expect(plan.status.fastPolls == 20)
        #expect(plan.rates.alpha == 0.01 && plan.rates.maximumPolls == 20 && plan.rates.resultLifetime == .seconds(240))
        #expect(plan.latency.statusP99 == .milliseconds(1500) && plan.latency.resultsP99 == .seconds(2))
        #expect(plan.soak.seconds == .zero)
        #expect(plan.requestTimeout == .seconds(10) && plan.runBudget == .seconds(200))
    }

    @Test func `a plan is written with the fields that older versions read, and nothing else`() throws {
        var expected = try #require(JSONValue(parsing: Self.older)?.object)
        // The one field that the older history left out, with its default.
        expected["soakSeconds"] = .number("0")
        let written = try Self.encode(try Self.decode(Self.older))
        #expect(written == .object(expected))
    }

    @Test func `what is absent is as by default, and groups of a newer version are left out`() throws {
        let plan = try Self.decode(#"{"name":"n","groups":["status","telepathy"],"sections":{"mine":{"rounds":3}}}"#)
        #expect(plan.groups == [.status])
        #expect(plan.jobs == Plan.Jobs())
        #expect(try Self.encode(plan)["sections"] == .object(["mine": .object(["rounds": .number("3")])]))
    }

    @Test func `a value of another type is told by its field`() {
        let error = #expect(throws: DecodingError.self) {
            try Self.decode(#"{"name":"n","groups":[],"scans":"many"}"#)
        }
        guard case .typeMismatch(_, let context) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(context.codingPath.map(\.stringValue) == ["scans"])
    }
}
