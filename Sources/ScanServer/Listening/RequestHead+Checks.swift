//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOHTTP1
import ScanHTTP

extension HTTPVersion {
    /// Whether it is older than 1.1; what claims to be newer is treated as 1.1.
    var isOld: Bool { major < 1 || major == 1 && minor < 1 }
}

extension HTTPRequestHead {
    /// Why a request cannot be taken, by its head alone.
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

    /// Whether the client waits for a 100 before it sends the body.
    var expectsContinue: Bool {
        !version.isOld && headers.first(name: "Expect")?.lowercased() == "100-continue"
    }
}

extension HTTPResponseStatus {
    var isInformational: Bool { (100..<200).contains(code) }
}
