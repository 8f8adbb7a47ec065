//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ConformanceContract
import Testing

@Suite struct `The contract` {
    @Test(arguments: ContractText.all)
    func `states its version once in each part, and names each heading once`(part: ContractText) {
        let stated = part.text.matches(of: /(?m)^Contract version: (.*)$/).map { String($0.output.1) }
        #expect(stated == [ContractText.version])
        let anchors = part.sections.map(\.anchor)
        #expect(Set(anchors).count == anchors.count)
        #expect(anchors.allSatisfy { !$0.isEmpty })
    }

    @Test func `has four parts, each with its title first`() {
        #expect(ContractText.all.map(\.file) == ["jobs.md", "api.md", "store.md", "judging.md"])
        #expect(
            ContractText.all.map { $0.sections.first?.title } == [
                "Job APIs", "The scan API", "The scan store", "Judging",
            ]
        )
    }

    @Test func `is read by headings, and code is none`() throws {
        let text = "# A b-c, D_e: `f` (200)!\n\nx\n\n```sh\n# no heading\n```\n## Über 7 Dinge\n#none\n\nlast\n\n"
        let part = ContractText(file: "a.md", text: text)
        #expect(part.sections.map(\.anchor) == ["a-b-c-d_e-f-200", "über-7-dinge"])
        #expect(part.sections.map(\.link) == ["a.md#a-b-c-d_e-f-200", "a.md#über-7-dinge"])
        #expect(part["über-7-dinge"]?.text == "#none\n\nlast")
        #expect(part["a-b-c-d_e-f-200"]?.text == "x\n\n```sh\n# no heading\n```")
        #expect(part["no-heading"] == nil)
    }

    @Test func `is cited by file and heading, or by RFC and section`() throws {
        let states = try Citation("api.md#final-states")
        #expect(states.title == "Final states")
        #expect(states.description == "api.md#final-states")
        #expect(try Citation("RFC 9110 §15.5.6") == .rfc(number: 9110, section: "15.5.6"))
        #expect(try Citation("RFC 6585 §4").description == "RFC 6585 §4")
    }

    @Test(arguments: [
        "", "api.md", "api.md#", "api.md#Final-states", "api.md#final-states.", "store.md#final-states",
        "other.md#states",
        "Conformance/Contract/api.md#final-states", "RFC 9110", "RFC 9110 §", "RFC 9110 §15.", "RFC 9110, section 15",
        "RFC9110 §15", "RFC 99999999999999999999 §1", "wire contract, Errors",
    ])
    func `is cited in no other way`(text: String) {
        #expect(throws: CitationError.self) { try Citation(text) }
    }
}
