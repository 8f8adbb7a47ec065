//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import NIOCore
import NIOHTTP1
import ScanHTTP

extension HTTPVersion {
    /// A flag that is true for versions before 1.1; newer versions are treated as 1.1.
    var isOld: Bool { major < 1 || major == 1 && minor < 1 }
}

extension HTTPRequestHead {
    /// Reads the head of a request whose method the decoder does not know; `nil` unless it is whole and well-formed.
    ///
    /// It has ``KnownMethods/unknown`` in the place of the method, which no path has.
    /// The connection closes after it, since the decoder has given up.
    init?(ofUnknownMethod bytes: ByteBuffer) {
        let text = String(buffer: bytes)
        guard let end = text.firstRange(of: "\r\n\r\n") else { return nil }
        var lines = text[..<end.lowerBound].split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines.removeFirst().split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 3, words[1].hasPrefix("/"), words[1].utf8.allSatisfy({ (0x21..<0x7F).contains($0) }),
            HTTPRequest.Method(String(words[0])) != nil, words[2] == "HTTP/1.1" || words[2] == "HTTP/1.0"
        else { return nil }
        var headers = HTTPHeaders()
        for line in lines {
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = HTTPField.Name(String(parts[0])) else { return nil }
            headers.add(name: name.rawName, value: parts[1].trimmingPrefix(" ").description)
        }
        headers.replaceOrAdd(name: "Connection", value: "close")
        self.init(
            version: words[2] == "HTTP/1.0" ? .http1_0 : .http1_1,
            method: .RAW(value: KnownMethods.unknown),
            uri: String(words[1]),
            headers: headers
        )
    }

    /// Returns the error for which a request is refused by its head alone; `nil` if it is acceptable.
    func problem(within limits: ConnectionLimits) -> APIError? {
        let hosts = headers["Host"].count
        guard hosts == 1 || hosts == 0 && version.isOld else { return .oneHost }
        let length = headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0
        if length > limits.drainedBytes || length > limits.bodyBytes && expectsContinue { return .bodyTooLarge }
        if let expectation = headers.first(name: "Expect"), expectation.lowercased() != "100-continue" {
            return .expectationFailed
        }
        return nil
    }

    /// A flag that is true if the client waits for status 100 before it sends the body.
    var expectsContinue: Bool {
        !version.isOld && headers.first(name: "Expect")?.lowercased() == "100-continue"
    }
}

extension HTTPResponseStatus {
    var isInformational: Bool { (100..<200).contains(code) }
}
