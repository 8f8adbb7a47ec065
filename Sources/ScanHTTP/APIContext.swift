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
    /// What the client is counted by while nobody knows who asks.
    let client: ClientAddress

    /// Creates the context of a request that is not authenticated yet.
    package init(source: Source) {
        self.coreContext = .init(source: source)
        self.client = ClientAddress(source.channel.remoteAddress)
    }

    /// How many bytes of a body are read, and are looked at before any of them is.
    ///
    /// Source: `Conformance/Contract/api.md#body-size`.
    package var maxUploadSize: Int { 64 * 1024 }

    /// Returns the authenticated user; throws 401 if there is none.
    func requirePrincipal() throws -> Principal {
        guard let principal else { throw APIError.unauthorized }
        return principal
    }
}
