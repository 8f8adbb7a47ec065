//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

package import Hummingbird
import Logging
import NIOCore

/// What the API knows about the request at hand.
package struct APIContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Who asks, once the token was verified.
    package var principal: Principal?
    /// What the client is counted by while nobody knows who asks.
    let client: ClientAddress

    /// Begins with a request whose sender is unknown.
    package init(source: Source) {
        self.coreContext = .init(source: source)
        self.client = ClientAddress(source.channel.remoteAddress)
    }

    /// How many bytes of a body are read, and are looked at before any of them is.
    ///
    /// Source: `api.md`, *Errors*.
    package var maxUploadSize: Int { 64 * 1024 }

    /// Who asks; refused with 401 when nobody is known.
    func requirePrincipal() throws -> Principal {
        guard let principal else { throw APIError.unauthorized }
        return principal
    }
}
