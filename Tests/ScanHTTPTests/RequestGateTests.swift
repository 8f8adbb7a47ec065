//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOEmbedded
import NIOHTTP1
import ScanHTTP
import Testing

@testable import ScanServer

/// The answers and the closing of a connection for valid and invalid input.
@Suite struct `The gate of a connection` {
    static let broken = [
        "a wrong chunk size": "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
        "a wrong terminator":
            "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcde\r\n0\r\n\r\n",
        "an unknown transfer coding": "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: brotli\r\n\r\nabc",
        "two lengths": "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "a length and chunks":
            "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "a negative length": "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "no host": "GET /p HTTP/1.1\r\n\r\n",
        "two hosts": "GET /p HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "a method that is no word": "F(O /p HTTP/1.1\r\nHost: x\r\n\r\n",
        "an unknown method without a host": "FOO /p HTTP/1.1\r\n\r\n",
        "no HTTP": "\u{16}\u{3}\u{1} hello\r\n\r\n",
        "a header that is too large":
            "GET /p HTTP/1.1\r\nHost: x\r\nA: " + String(repeating: "a", count: 20_000) + "\r\n\r\n",
        "a path that is too long": "GET /" + String(repeating: "a", count: 20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "too many fields":
            "GET /p HTTP/1.1\r\nHost: x\r\n" + String(repeating: "A: b\r\n", count: 200) + "\r\n",
    ]

    @Test(arguments: broken.keys.sorted()) func `answers 400 with the error body to`(name: String) throws {
        let connection = try Connection()
        connection.send(try #require(Self.broken[name]))
        let answers = connection.answers
        #expect(answers.hasPrefix("HTTP/1.1 400 "), "\(answers)")
        #expect(answers.contains(#""success":false"#), "\(answers)")
        #expect(answers.lowercased().contains("connection: close"), "\(answers)")
        #expect(answers.lowercased().contains("x-request-id: "), "\(answers)")
        #expect(connection.requests.isEmpty)
        connection.advance(.seconds(2))
        #expect(!connection.isOpen)
    }

    @Test func `answers 400 to a body that is cut short`() throws {
        let connection = try Connection()
        connection.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")
        #expect(connection.answers.isEmpty)
        connection.endInput()
        #expect(connection.answers.hasPrefix("HTTP/1.1 400 "))
        #expect(connection.requests.isEmpty)
    }

    @Test func `answers what came before a framing error first`() throws {
        let connection = try Connection(answersAtOnce: false)
        connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\n\r\n")
        #expect(connection.requests.map(\.path) == ["/a"])
        #expect(connection.answers.isEmpty)
        connection.answer()
        #expect(connection.answers.components(of: "HTTP/1.1 ").prefix(2) == ["200", "400"])
        connection.advance(.seconds(2))
        #expect(!connection.isOpen)
    }

    @Test func `lets whole requests through, one after the other`() throws {
        let connection = try Connection()
        connection.send("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nab")
        #expect(connection.requests.isEmpty)
        connection.send(
            "cPOST /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nde\r\n1\r\nf\r\n0\r\n\r\n"
        )
        #expect(connection.requests.map(\.path) == ["/a", "/b"])
        #expect(connection.requests.map(\.body) == ["abc", "def"])
        #expect(connection.answers.components(of: "HTTP/1.1 ") == ["200", "200"])
        #expect(connection.isOpen)
    }

    @Test(
        arguments: [
            ("HTTP/1.0", nil, false), ("HTTP/1.0", "keep-alive", true), ("HTTP/1.1", nil, true),
            ("HTTP/1.1", "close", false),
            ("HTTP/1.1", "Close", false),
        ] as [(String, String?, Bool)]
    )
    func `keeps a connection open as version and header say`(version: String, header: String?, isKept: Bool) throws {
        let connection = try Connection()
        let field = header.map { "Connection: \($0)\r\n" } ?? ""
        connection.send("GET /p \(version)\r\nHost: x\r\n\(field)\r\n")
        #expect(connection.answers.hasPrefix("HTTP/1.1 200 "))
        #expect(connection.answers.lowercased().contains("connection: close") == !isKept)
        if version == "HTTP/1.0", isKept { #expect(connection.answers.lowercased().contains("connection: keep-alive")) }
        connection.advance(.seconds(2))
        #expect(connection.isOpen == isKept)
    }

    @Test func `answers 100 before the body, and 417 to other expectations`() throws {
        let connection = try Connection()
        connection.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n")
        #expect(connection.answers == "HTTP/1.1 100 Continue\r\n\r\n")
        connection.send("abc")
        #expect(connection.answers.components(of: "HTTP/1.1 ") == ["100", "200"])

        let other = try Connection()
        other.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: coffee\r\n\r\n")
        #expect(other.answers.hasPrefix("HTTP/1.1 417 "))

        let large = try Connection()
        large.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\nExpect: 100-continue\r\n\r\n")
        #expect(large.answers.hasPrefix("HTTP/1.1 413 "))
    }

    @Test func `ends a request that is not whole after a minute with 408`() throws {
        let connection = try Connection()
        connection.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")
        for _ in 0..<5 {
            connection.advance(.seconds(11))
            connection.send(" ")
        }
        #expect(connection.answers.isEmpty)
        connection.advance(.seconds(6))
        #expect(connection.answers.hasPrefix("HTTP/1.1 408 "))
        #expect(connection.answers.contains(#""success":false"#))
        connection.advance(.seconds(2))
        #expect(!connection.isOpen)
    }

    @Test func `ends a header that is not whole after a minute`() throws {
        let connection = try Connection()
        connection.advance(.seconds(50))
        connection.send("GET /p HTTP/1.1\r\nA")
        connection.advance(.seconds(59))
        #expect(connection.isOpen)
        connection.advance(.seconds(1))
        #expect(connection.answers.hasPrefix("HTTP/1.1 408 "))
        connection.advance(.seconds(2))
        #expect(!connection.isOpen)
    }

    @Test func `closes a connection without a request after a minute, and none that is being answered`() throws {
        let idle = try Connection()
        idle.advance(.seconds(60))
        #expect(!idle.isOpen)
        #expect(idle.answers.isEmpty)

        let busy = try Connection(answersAtOnce: false)
        busy.send("GET /p HTTP/1.1\r\nHost: x\r\n\r\n")
        busy.advance(.seconds(300))
        #expect(busy.isOpen)
        busy.answer()
        busy.advance(.seconds(59))
        #expect(busy.isOpen)
        busy.advance(.seconds(62))
        #expect(!busy.isOpen)
    }

    @Test func `keeps of a body that is too long as much as shows it, and gives up at 32 MiB`() throws {
        let connection = try Connection()
        let length = 200_000
        connection.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
        connection.send(String(repeating: "a", count: length))
        #expect(connection.requests.map(\.body.utf8.count) == [65_537])

        let announced = try Connection()
        announced.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n")
        #expect(announced.answers.hasPrefix("HTTP/1.1 413 "))

        let chunked = try Connection(limits: { $0.drainedBytes = 100_000 })
        chunked.send("POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n30d40\r\n")
        chunked.send(String(repeating: "a", count: 200_000))
        #expect(chunked.answers.hasPrefix("HTTP/1.1 413 "))
        #expect(chunked.requests.isEmpty)
    }

    @Test func `passes on a method that HTTP does not know, and closes after the answer`() throws {
        let connection = try Connection()
        connection.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
        connection.send("FO")
        connection.advance(.seconds(1))
        let whole = try Connection()
        whole.send("FOO /p HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer t\r\n\r\n")
        #expect(whole.requests.map(\.path) == ["/p"])
        #expect(whole.requests.map(\.method) == [KnownMethods.unknown])
        #expect(whole.answers.lowercased().contains("connection: close"))
        whole.advance(.seconds(2))
        #expect(!whole.isOpen)
        // Nothing tells the path yet, and the decoder has given up.
        #expect(connection.answers.components(of: "HTTP/1.1 ").prefix(2) == ["200", "400"])
    }

    @Test func `passes requests that arrive together on one by one, and reads no more meanwhile`() throws {
        let connection = try Connection(answersAtOnce: false)
        let paths = (1...100).map { "/\($0)" }
        connection.send(paths.map { "GET \($0) HTTP/1.1\r\nHost: x\r\n\r\n" }.joined())
        for count in 1...100 {
            #expect(connection.requests.count == count)
            #expect(connection.isReading == (count == 100))
            connection.answer()
        }
        #expect(connection.requests.map(\.path) == paths)
        #expect(connection.answers.components(of: "HTTP/1.1 ").count == 100)
        connection.send("GET /again HTTP/1.1\r\nHost: x\r\n\r\n")
        #expect(connection.requests.count == 101)
    }

    @Test func `answers requests that wait before a shutdown, and drops them when the client has gone`() throws {
        let connection = try Connection(answersAtOnce: false)
        connection.send(String(repeating: "GET /p HTTP/1.1\r\nHost: x\r\n\r\n", count: 3))
        connection.quiesce()
        #expect(!connection.sawQuiesce)
        connection.answer()
        #expect(!connection.sawQuiesce)
        connection.answer()
        #expect(connection.requests.count == 3)
        #expect(connection.sawQuiesce)

        let gone = try Connection(answersAtOnce: false)
        gone.send(String(repeating: "GET /p HTTP/1.1\r\nHost: x\r\n\r\n", count: 3))
        gone.close()
        gone.answer()
        #expect(gone.requests.count == 1)
    }

    @Test func `lets a request that is arriving finish before a shutdown`() throws {
        let connection = try Connection()
        connection.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na")
        connection.quiesce()
        #expect(!connection.sawQuiesce)
        connection.send("bc")
        #expect(connection.requests.count == 1)
        #expect(connection.sawQuiesce)
    }
}
