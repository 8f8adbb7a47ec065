//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hummingbird
import Logging
import NIOCore

/// The context of one request: its metadata and its authenticated user.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// The authenticated user; `nil` until the token has been verified.
    package var principal: Principal?
    /// The address that requests are counted by until the client has logged in.
    let client: ClientAddress

    /// Creates the context of a request that is not authenticated yet.
    package init(source: Source) {
        coreContext = .init(source: source)
        client = ClientAddress(source.channel.remoteAddress)
    }

    /// The maximum size of a request body in bytes, checked before the body is parsed.
    ///
    /// Source: `Conformance/Contract/api.md#body-size`.
    package var maxUploadSize: Int { 64 * 1024 }

    /// Returns the authenticated user; throws 401 if there is none.
    func requirePrincipal() throws -> Principal {
        guard let principal else { throw APIError.unauthorized }
        return principal
    }
}
