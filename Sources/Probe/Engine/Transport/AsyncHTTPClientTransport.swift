//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
import ProbeHistory

/// The transport on AsyncHTTPClient: HTTP/1.1, with or without TLS.
///
/// A fresh connection is one of a pool whose connections carry a single request each: a pool never hands such a
/// connection out twice, and `Connection: close` tells the other end.
public struct AsyncHTTPClientTransport: Transport {
    /// The number of bytes of a body that are kept; the rest is read and counted.
    private let keptBodyBytes: Int
    private let fresh: HTTPClient
    private let reusing: HTTPClient
    private let registry: TapRegistry

    /// Lends a transport to a body and closes its connections afterwards.
    ///
    /// - Parameters:
    ///   - certificateFile: A PEM file with further certificate authorities to trust; verification is always on.
    ///   - keptBodyBytes: The number of bytes of a body that are kept.
    ///   - body: The closure that uses the transport.
    /// - Returns: The result of the closure.
    /// - Throws: ``ProbeFailure`` when the file has no certificates, and any error of the closure.
    public static func withTransport<Value: Sendable>(
        certificateFile: String? = nil,
        keptBodyBytes: Int = ReadingLimits.body,
        _ body: (AsyncHTTPClientTransport) async throws -> Value
    ) async throws -> Value {
        let tls = try Self.tlsConfiguration(certificateFile: certificateFile)
        let registry = TapRegistry()
        let fresh = Self.client(tls: tls, registry: registry, singleUse: true)
        let reusing = Self.client(tls: tls, registry: registry, singleUse: false)
        let transport = Self(keptBodyBytes: keptBodyBytes, fresh: fresh, reusing: reusing, registry: registry)
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(transport))
        } catch {
            result = .failure(error)
        }
        // The clients run no requests any more, so that an error on closing does not matter here.
        try? await fresh.shutdown()
        try? await reusing.shutdown()
        return try result.get()
    }

    private static func client(tls: TLSConfiguration, registry: TapRegistry, singleUse: Bool) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls,
            redirectConfiguration: .disallow,
            decompression: .enabled(limit: .size(ReadingLimits.unpackedBody))
        )
        configuration.httpVersion = .http1Only
        configuration.maximumUsesPerConnection = singleUse ? 1 : nil
        // More than any plan uses at once: a request never waits for another one's connection.
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 4096
        // A silent retry would hide that a connection was refused.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.submit {
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPResponseDecoder>.self)
                let tap = ConnectionTap(number: registry.numberConnection(), registry: registry)
                try pipeline.addHandler(tap, position: .after(decoder))
            }
        }
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    private static func tlsConfiguration(certificateFile: String?) throws(ProbeFailure) -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        guard let certificateFile else { return configuration }
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(certificateFile)
            guard !certificates.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
            configuration.additionalTrustRoots = [.certificates(certificates)]
            return configuration
        } catch {
            throw ProbeFailure(.tls, "\(certificateFile) holds no certificate that can be read: a PEM file is needed")
        }
    }
}

extension AsyncHTTPClientTransport {
    /// Sends one request and waits for its complete response.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - mark: Called on the connection's event loop, at the first byte sent and at the last byte received.
    /// - Returns: The exchange, with its connection.
    public func exchange(
        _ request: TransportRequest,
        mark: @escaping @Sendable (TransportMoment) -> Void
    ) async -> Exchange {
        let watch = registry.open(mark: mark)
        defer { registry.close(watch) }
        let result = await race(request, tag: watch.tag)
        let connection = watch.connection
        return Exchange(result: result, connection: connection.number, reusesConnection: connection.reused)
    }

    /// Performs the request against its deadline.
    ///
    /// The client's own deadline ends with the head of the response; a body that trickles in for ever needs this one.
    private func race(_ request: TransportRequest, tag: String) async -> Result<Exchange.Reply, TransportFailure> {
        await withTaskGroup(of: Result<Exchange.Reply, TransportFailure>?.self) { group in
            group.addTask { await perform(request, tag: tag) }
            group.addTask {
                try? await Task.sleep(for: request.timeout)
                return Task.isCancelled
                    ? nil
                    : .failure(TransportFailure(.timedOut, "no whole answer within \(request.timeout)"))
            }
            defer { group.cancelAll() }
            while let result = await group.next() {
                if let result { return result }
            }
            return .failure(TransportFailure(.harness, "the request was called off"))
        }
    }

    private func perform(_ request: TransportRequest, tag: String) async -> Result<Exchange.Reply, TransportFailure> {
        var prepared = HTTPClientRequest(url: request.url)
        prepared.method = HTTPMethod(rawValue: request.method)
        for header in request.headers { prepared.headers.add(name: header.name, value: header.value) }
        prepared.headers.add(name: ConnectionTap.tagHeader, value: tag)
        if request.freshConnection { prepared.headers.replaceOrAdd(name: "connection", value: "close") }
        if let body = request.body { prepared.body = .bytes(ByteBuffer(string: body)) }
        let client = request.freshConnection ? fresh : reusing
        do {
            let response = try await client.execute(prepared, deadline: .now() + TimeAmount(request.timeout))
            return .success(try await reply(response, request.allowance))
        } catch {
            return .failure(TransportFailure(error, timeout: request.timeout))
        }
    }

    private func reply(
        _ response: HTTPClientResponse,
        _ allowance: BodyAllowance?
    ) async throws -> Exchange.Reply {
        var kept = ByteBuffer()
        var count = 0
        for try await chunk in response.body {
            count += chunk.readableBytes
            var chunk = chunk
            // Once there was no room for a part, no later part is kept: what is kept is the body's beginning.
            guard kept.readableBytes == count - chunk.readableBytes else { continue }
            let room = min(max(0, keptBodyBytes - kept.readableBytes), chunk.readableBytes)
            if var part = chunk.readSlice(length: allowance?.take(room) ?? room) { kept.writeBuffer(&part) }
        }
        var headers: [String: String] = [:]
        for (name, value) in response.headers {
            headers[name.lowercased(), default: ""] += headers[name.lowercased()] == nil ? value : ", " + value
        }
        return Exchange.Reply(
            status: Int(response.status.code),
            headers: headers,
            body: String(buffer: kept),
            bodyBytes: count
        )
    }
}
