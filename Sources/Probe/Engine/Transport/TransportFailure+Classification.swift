//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import ProbeHistory

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension TransportFailure {
    /// Classifies an error of the HTTP stack, with a message of our own: the stack's messages may contain anything.
    init(_ error: any Error, timeout: Duration) {
        switch error {
        case let error as TransportFailure: self = error
        case let error as NIOConnectionError: self.init(error)
        case let error as IOError: self.init(error)
        case let error as ChannelError: self.init(error)
        case is SocketAddressError: self.init(.unreachable, "the host name cannot be resolved")
        // The parser's error for a connection that ends within a response.
        case HTTPParserError.invalidEOFState: self.init(.connectionLost, Self.cutOff)
        case HTTPParserError.headerOverflow: self.init(.notHTTP, "the header of the answer does not end")
        case is NIOHTTPDecoderError: self.init(.notHTTP, "the other end answered before it was asked")
        case NIOHTTPDecompression.DecompressionError.limit:
            self.init(.notHTTP, "the compressed body expands beyond every measure")
        case is NIOHTTPDecompression.DecompressionError, is NIOHTTPDecompression.ExtraDecompressionError:
            self.init(.notHTTP, "the body is not compressed as its content-encoding says")
        case is HTTPParserError: self.init(.notHTTP, "what came back is not HTTP")
        case NIOSSLError.uncleanShutdown: self.init(.connectionLost, Self.cutOff)
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            self.init(.tls, "the TLS handshake failed: \(Self.describeTLS(error))")
        case is CancellationError: self.init(.harness, "the request was called off")
        default: self.init(.harness, "the HTTP client failed: \(type(of: error))")
        }
    }

    private init(_ error: NIOConnectionError) {
        if error.connectionErrors.isEmpty {
            self.init(.unreachable, "the host name \(error.host) cannot be resolved")
            return
        }
        if error.connectionErrors.contains(where: { ($0.error as? ChannelError).isConnectTimeout }) {
            self.init(.timedOut, "no connection to \(error.host):\(error.port) in time")
        } else {
            self.init(.unreachable, "nothing answers at \(error.host):\(error.port)")
        }
    }

    private init(_ error: IOError) {
        switch error.errnoCode {
        case ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EADDRNOTAVAIL:
            self.init(.unreachable, "nothing answers at this address")
        case ECONNRESET, EPIPE, ECONNABORTED:
            self.init(.connectionLost, "the connection was reset before the answer was whole")
        case ETIMEDOUT:
            self.init(.timedOut, "the connection timed out")
        case EMFILE, ENFILE:
            self.init(.harness, "this machine is out of file descriptors: raise `ulimit -n`")
        default:
            self.init(.connectionLost, "the connection failed (errno \(error.errnoCode))")
        }
    }

    private init(_ error: ChannelError) {
        switch error {
        case .connectTimeout: self.init(.timedOut, "no connection in time")
        case .connectPending, .operationUnsupported: self.init(.harness, "the HTTP client failed: \(error)")
        default: self.init(.connectionLost, Self.cutOff)
        }
    }

    private static let cutOff = "the connection was closed before the answer was whole"

    private static func describeTLS(_ error: any Error) -> String {
        let text = String(describing: error)
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return "the certificate is not trusted" }
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            return "the other end does not speak TLS"
        }
        if error is NIOSSLExtraError { return "the certificate is for another host" }
        return "the two ends do not agree"
    }
}

extension ChannelError? {
    fileprivate var isConnectTimeout: Bool {
        guard case .connectTimeout = self else { return false }
        return true
    }
}
