//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Testing

@testable import Probe

@Suite struct TokenForgeryTests {
    @Test func `an unsigned token has no algorithm and no signature`() throws {
        let forgery = try #require(TokenForgery(token: Self.token, seed: 1))
        // {"alg":"none","typ":"JWT"}
        #expect(forgery.unsigned == "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.\(Self.payload).")
    }

    @Test func `a forged token keeps the claims under another signature`() throws {
        let forgery = try #require(TokenForgery(token: Self.token, seed: 1))
        let parts = forgery.forged.split(separator: ".")
        #expect(parts.count == 3)
        #expect(forgery.forged.hasPrefix("\(Self.header).") == true)
        #expect(parts[2] != "signature")
        #expect(parts[2].count == 43)
        #expect(try #require(TokenForgery(token: Self.token, seed: 1)).forged == forgery.forged)
    }

    @Test func `an expired token has its expiry in the past`() throws {
        let forgery = try #require(TokenForgery(token: Self.token, seed: 1))
        // {"exp":946684800,"sub":"ada"}
        #expect(forgery.expired == "\(Self.header).eyJleHAiOjk0NjY4NDgwMCwic3ViIjoiYWRhIn0.signature")
    }

    @Test(arguments: ["", "abc", "a.b.c", "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30"])
    func `what is no JWT is not forged`(token: String) {
        #expect(TokenForgery(token: token, seed: 1) == nil)
    }

    private static let header = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9"
    private static let payload = "eyJleHAiOjQxMDI0NDQ4MDAsInN1YiI6ImFkYSJ9"
    private static let token = "\(header).\(payload).signature"
}
