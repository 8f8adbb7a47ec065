//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOPosix
import NIOSSL
import ProbeHistory

/// The transport on SwiftNIO's HTTP/1 handlers, with or without TLS.
///
/// A request's target goes out byte for byte as it stands in the address, and nothing is sent twice: what a connection
/// did to its request is evidence. A fresh connection carries one request and tells the other end so.
public struct HTTPTransport: Transport {
    private let connector: Connector

    /// Lends a transport to a body and closes its connections afterwards.
    ///
    /// - Parameters:
    ///   - options: The way to the deployment.
    ///   - body: The closure that uses the transport.
    /// - Returns: The result of the closure.
    /// - Throws: ``ProbeFailure`` when an option cannot be followed, and any error of the closure.
    public static func withTransport<Value: Sendable>(
        _ options: TransportOptions = TransportOptions(),
        _ body: (HTTPTransport) async throws -> Value
    ) async throws -> Value {
        let sources = try await SourceAddresses(options.sourceAddresses)
        let connector = Connector(options, sources: sources, tls: try Self.tlsContext(options.certificateFile))
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(HTTPTransport(connector: connector)))
        } catch {
            result = .failure(error)
        }
        await connector.pool.close()
        return try result.get()
    }

    private static func tlsContext(_ certificateFile: String?) throws(ProbeFailure) -> NIOSSLContext {
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.applicationProtocols = ["http/1.1"]
            if let certificateFile {
                let certificates = try NIOSSLCertificate.fromPEMFile(certificateFile)
                guard !certificates.isEmpty else { throw NIOSSLError.failedToLoadCertificate }
                configuration.additionalTrustRoots = [.certificates(certificates)]
            }
            return try NIOSSLContext(configuration: configuration)
        } catch {
            guard let certificateFile else {
                throw ProbeFailure(.tls, "this machine's certificate authorities cannot be read")
            }
            throw ProbeFailure(.tls, "\(certificateFile) holds no certificate that can be read: a PEM file is needed")
        }
    }

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
        let address: RequestAddress
        switch request.checkedRoute {
        case .success(let route): address = route
        case .failure(let failure): return Exchange(result: .failure(failure), connection: 0)
        }
        let call = Call(request, to: address, mark: mark)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                call.begin(continuation)
                connector.perform(call)
            }
        } onCancel: {
            call.finish(.failure(TransportFailure(.harness, "the request was called off")))
        }
    }

    /// The executor on which tasks take the fewest turns to a connection and back, one of several in turn.
    public func nextExecutor() -> (any TaskExecutor)? { connector.pool.nextExecutor() }
}
