//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import NIOHTTP1
import ScanHTTP

extension HTTPVersion {
    /// A flag that is true for versions before 1.1; newer versions are treated as 1.1.
    var isOld: Bool { major < 1 || major == 1 && minor < 1 }
}

extension HTTPRequestHead {
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
