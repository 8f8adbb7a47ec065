//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import NIOCore
import ProbeHistory
import TestSelection
import Testing

@testable import Probe
@testable import TestSupport

/// The transport as the other end of a connection sees it.
@Suite(.timeLimit(.minutes(5))) struct HTTPTransportWireTests {
    @Test(.takesSeconds) func `ten thousand ids go out byte for byte as they are recorded`() async throws {
        var random = SeededRandom(seed: 12, purpose: "ids")
        try await WireServer.with { server in
            let target = try Target("http://127.0.0.1:\(server.port)")
            var addresses: [String] = []
            for number in 0..<10_000 {
                let id = Self.id(&random)
                addresses.append(
                    number % 2 == 0
                        ? target.url(path: "/jobs/{job_id}", basePath: "", jobID: id)
                        : target.url(path: "/jobs/{job_id}", basePath: "", rawJobID: Self.escaped(id, &random))
                )
            }
            addresses += HostileIDProbes.rawTexts.map { target.url(path: "/jobs/{job_id}", basePath: "", rawJobID: $0) }
            let sent = addresses
            try await HTTPTransport.withTransport { transport in
                for address in sent {
                    let exchange = await transport.exchange(Self.request(address, fresh: false)) { _ in }
                    #expect(throws: Never.self) { try exchange.result.get() }
                }
            }
            let expected = sent.map { String($0.dropFirst("http://127.0.0.1:\(server.port)".count)) }
            #expect(server.requests.map(\.target) == expected)
            #expect(expected.contains("/jobs/%c0%ae%c0%ae"))
        }
    }

    @Test(arguments: [
        ("http://h", "h", 80, "h", "/"), ("HTTP://h:8080", "h", 8080, "h:8080", "/"),
        ("https://h/", "h", 443, "h", "/"),
        ("https://h:443/a", "h", 443, "h", "/a"), ("http://[::1]:9/a?b=/c", "::1", 9, "[::1]:9", "/a?b=/c"),
        ("http://h?q", "h", 80, "h", "/?q"), ("http://h/a//b/../%2e#part", "h", 80, "h", "/a//b/../%2e"),
        ("http://h/é", "h", 80, "h", "/é"),
    ])
    func `an address is taken apart and not mended`(url: String, host: String, port: Int, name: String, target: String)
    {
        let address = RequestAddress(url)
        #expect(address?.origin.host == host)
        #expect(address?.origin.port == port)
        #expect(address?.authority == name)
        #expect(address?.target == target)
        #expect(address?.origin.usesTLS == url.lowercased().hasPrefix("https"))
    }

    @Test(arguments: [
        "", "h/a", "ftp://h/", "http://", "http:///a", "http://u:p@h/", "http://h:0/", "http://h:65536/", "http://h:x/",
        "http://[::1/", "http://[::1]x/", "http://h/a b", "http://h/a\r\nx: y", "http://h\n/", "http://h/\u{7F}",
    ])
    func `an address that could end the first line or leads nowhere is not sent`(url: String) async throws {
        #expect(RequestAddress(url) == nil)
        try await HTTPTransport.withTransport { transport in
            let exchange = await transport.exchange(Self.request(url, fresh: true)) { _ in }
            #expect(exchange.failure?.kind == .harness)
        }
    }

    @Test(arguments: [("x-a\r\nx-b", "c"), ("x a", "c"), ("", "c"), ("x-a", "b\r\nx-c: d"), ("x-a", "b\0")])
    func `a header that would begin another one is not sent`(name: String, value: String) async throws {
        try await WireServer.with { server in
            try await HTTPTransport.withTransport { transport in
                var request = Self.request("http://127.0.0.1:\(server.port)/", fresh: true)
                request.headers = [(name, value)]
                let exchange = await transport.exchange(request) { _ in }
                #expect(exchange.failure?.kind == .harness)
            }
            #expect(server.requests.isEmpty)
        }
    }

    @Test func `a request has the fields that it was given, and no others but those of its form`() async throws {
        try await WireServer.with { server in
            try await HTTPTransport.withTransport { transport in
                var request = Self.request("http://127.0.0.1:\(server.port)/a", fresh: true)
                request.method = "POST"
                request.headers = [("X-Case", "Kept as it is"), ("Accept", "application/json")]
                request.body = #"{"é":1}"#
                _ = await transport.exchange(request) { _ in }
            }
            #expect(
                server.requests.map(\.head) == [
                    """
                    POST /a HTTP/1.1\r
                    Host: 127.0.0.1:\(server.port)\r
                    X-Case: Kept as it is\r
                    Accept: application/json\r
                    Content-Length: 8\r
                    Connection: close
                    """
                ]
            )
        }
    }

    // MARK: - Ways

    @Test func `IPv6 addresses are reached, with their brackets in the name of the host`() async throws {
        try await WireServer.with(at: try SocketAddress(ipAddress: "::1", port: 0)) { server in
            try await HTTPTransport.withTransport { transport in
                let exchange = await transport.exchange(Self.request("http://[::1]:\(server.port)/", fresh: true)) {
                    _ in
                }
                #expect(throws: Never.self) { try exchange.result.get() }
            }
            #expect(server.requests.first?.head.contains("Host: [::1]:\(server.port)") == true)
        }
    }

    @Test func `a Unix socket is reached, whatever host the address names`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "wire-\(UUID().uuidString.prefix(8)).sock")
            .path()
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await WireServer.with(at: try SocketAddress(unixDomainSocketPath: path)) { server in
            try await HTTPTransport.withTransport(Self.options { $0.unixSocket = path }) { transport in
                for fresh in [true, false, false] {
                    let exchange = await transport.exchange(Self.request("http://jobs.example/a", fresh: fresh)) { _ in
                    }
                    #expect(throws: Never.self) { try exchange.result.get() }
                    #expect(exchange.connection == (fresh ? 1 : 2))
                }
            }
            #expect(server.requests.allSatisfy { $0.head.contains("\r\nHost: jobs.example") })
        }
    }

    @Test func `connections leave from the given addresses in turn`() async throws {
        try await WireServer.with { server in
            let options = Self.options { $0.sourceAddresses = ["127.0.0.2", "127.0.0.3"] }
            try await HTTPTransport.withTransport(options) { transport in
                for _ in 0..<4 {
                    let exchange = await transport.exchange(
                        Self.request("http://127.0.0.1:\(server.port)/", fresh: true)
                    ) {
                        _ in
                    }
                    #expect(throws: Never.self) { try exchange.result.get() }
                }
            }
            #expect(server.requests.map(\.from) == ["127.0.0.2", "127.0.0.3", "127.0.0.2", "127.0.0.3"])
        }
    }

    @Test(arguments: ["localhost", "not an address", "192.0.2.1"])
    func `a source address that this machine does not have is told so`(address: String) async throws {
        let failure = await #expect(throws: ProbeFailure.self) {
            try await HTTPTransport.withTransport(Self.options { $0.sourceAddresses = [address] }) { _ in }
        }
        #expect(failure?.message.contains("--source-address") == true)
        #expect(failure?.message.contains(address) == true)
    }

    @Test(.temporaryFolder) func `an authority of one's own is trusted when it is named, and only then`() async throws {
        let folder = try TemporaryFolder.url
        try await TestCertificate.make(in: folder)
        let file = folder.appending(path: "certificate.pem").path()
        try await WireServer.with(tls: try WireServer.tlsContext(in: folder)) { server in
            try await HTTPTransport.withTransport { transport in
                let exchange = await transport.exchange(Self.request("https://127.0.0.1:\(server.port)/", fresh: true))
                {
                    _ in
                }
                #expect(exchange.failure?.kind == .tls)
                #expect(exchange.failure?.message.contains("not trusted") == true)
                #expect(exchange.connection == 0)
            }
            try await HTTPTransport.withTransport(Self.options { $0.certificateFile = file }) { transport in
                for (host, fresh) in [
                    ("127.0.0.1", true), ("localhost", true), ("localhost", false), ("localhost", false),
                ] {
                    let exchange = await transport.exchange(
                        Self.request("https://\(host):\(server.port)/", fresh: fresh)
                    ) {
                        _ in
                    }
                    #expect(throws: Never.self, "\(host)") { try exchange.result.get() }
                    #expect(exchange.connection > 0)
                }
            }
            #expect(server.requests.count == 4)
            // An address is no name: RFC 6066 §3. The first handshake was that of the transport without the authority.
            #expect(server.serverNames == [nil, nil, "localhost", "localhost"])
        }
    }

    // MARK: - Answers

    @Test(arguments: [
        ("gzip", "H4sIAAAAAAACA6tWKi5JLCktVrJSSs7PLchJLUlVqgUA0CdtQhUAAAA="),
        ("deflate", "eJyrViouSSwpLVayUkrOzy3ISS1JVaoFAFTBB7g="),
    ])
    func `a compressed body is read`(encoding: String, base64: String) async throws {
        let exchange = try await Self.exchange(Self.compressed(encoding, base64))
        let reply = try exchange.result.get()
        #expect(reply.body == #"{"status":"complete"}"#)
        #expect(reply.headers["content-encoding"] == encoding)
    }

    @Test func `a body that expands beyond its bound is told as one`() async throws {
        // A hundred thousand times the same letter.
        let bomb =
            "H4sIAAAAAAACA+3BMQEAAADCoNqLbw0Po" + String(repeating: "A", count: 132) + "IBXA3ERB/6ghgEA"
        let exchange = try await Self.exchange(
            Self.compressed("gzip", bomb),
            Self.options { $0.expandedBodyBytes = 10_000 }
        )
        #expect(exchange.failure?.kind == .notHTTP)
    }

    @Test func `a body that is not compressed as it says is told so`() async throws {
        let exchange = try await Self.exchange(
            [.text("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nplain")]
        )
        #expect(exchange.failure?.message.contains("content-encoding") == true)
    }

    @Test func `an answer without a body may say how it would be compressed`() async throws {
        let exchange = try await Self.exchange(
            [.text("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 500\r\n\r\n")],
            method: "HEAD"
        )
        #expect(try exchange.result.get().body.isEmpty)
    }

    @Test func `an end that says more than it was asked is told to whoever asks next`() async throws {
        try await WireServer.with { _ in
            WireServer.ok() + [.later("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")]
        } _: { server in
            try await HTTPTransport.withTransport { transport in
                let url = "http://127.0.0.1:\(server.port)/"
                let first = await transport.exchange(Self.request(url, fresh: false)) { _ in }
                #expect(throws: Never.self) { try first.result.get() }
                // Until the surplus has come; the requests before it reuse the connection, or their answers are doubled.
                var failure: TransportFailure?
                while failure == nil {
                    failure = await transport.exchange(Self.request(url, fresh: false)) { _ in }.failure
                }
                #expect(failure?.kind == .notHTTP, "\(failure?.message ?? "")")
                #expect(failure?.message.contains("before it was asked") == true)
            }
        }
    }

    @Test func `an end that closes an idle connection with a timeout does nothing wrong`() async throws {
        try await WireServer.with { _ in
            WireServer.ok() + [.later("HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n"), .close]
        } _: { server in
            try await HTTPTransport.withTransport { transport in
                let url = "http://127.0.0.1:\(server.port)/"
                var connection = 0
                // Until the first connection is gone.
                while connection < 2 {
                    let exchange = await transport.exchange(Self.request(url, fresh: false)) { _ in }
                    connection = exchange.connection
                    guard connection == 1, let failure = exchange.failure else { continue }
                    // The request and the close crossed each other.
                    #expect(failure.kind == .connectionLost)
                }
            }
        }
    }

    // MARK: - Fixtures

    private static func request(_ url: String, fresh: Bool) -> TransportRequest {
        TransportRequest(method: "GET", url: url, timeout: .seconds(30), freshConnection: fresh)
    }

    private static func options(_ change: (inout TransportOptions) -> Void) -> TransportOptions {
        var options = TransportOptions()
        change(&options)
        return options
    }

    private static func exchange(
        _ answer: [WireServer.Part],
        _ options: TransportOptions = TransportOptions(),
        method: String = "GET"
    ) async throws -> Exchange {
        try await WireServer.with { _ in
            answer
        } _: { server in
            try await HTTPTransport.withTransport(options) { transport in
                var request = Self.request("http://127.0.0.1:\(server.port)/", fresh: true)
                request.method = method
                return await transport.exchange(request) { _ in }
            }
        }
    }

    private static func compressed(_ encoding: String, _ base64: String) -> [WireServer.Part] {
        let body = Data(base64Encoded: base64).map(Array.init) ?? []
        let head = "HTTP/1.1 200 OK\r\ncontent-encoding: \(encoding)\r\ncontent-length: \(body.count)\r\n\r\n"
        return [.bytes(Array(head.utf8) + body)]
    }

    private static func id(_ random: inout SeededRandom) -> String {
        let characters = Array("aZ09-._~!*'();:@&=+$,/?#[]%\"<>\\^`{|}\u{0}\r\n\t é𝕊\u{7F}")
        return String(
            (0..<Int.random(in: 1...20, using: &random)).map { _ in
                characters[Int.random(in: 0..<characters.count, using: &random)]
            }
        )
    }

    /// An id escaped by some hand: in either case, twice, or where nothing is to be escaped.
    private static func escaped(_ id: String, _ random: inout SeededRandom) -> String {
        id.utf8.map { byte in
            let hexadecimal = (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: Bool.random(using: &random))
            return (Bool.random(using: &random) ? "%" : "%25") + hexadecimal
        }.joined()
    }
}
