//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import Probe

/// The options for the way to the deployment.
struct TransportArguments: ParsableArguments {
    @Option(name: .customLong("cacert"), help: "A PEM file with certificate authorities to trust besides the system's.")
    var certificateFile: String?

    @Option(
        name: .customLong("source-address"),
        help: ArgumentHelp(
            "An IP address of this machine that connections leave from; may be repeated, and they take turns.",
            discussion:
                "A balancer that keeps a client's address on one worker shows the others only to other addresses."
        )
    )
    var sourceAddresses: [String] = []

    @Option(
        name: .customLong("allow-origin"),
        help: "An origin besides the deployment's own to which addresses in answers may lead; may be repeated."
    )
    var allowedOrigins: [String] = []

    @Option(help: "A Unix socket that all connections lead to, whatever host the address names.")
    var unixSocket: String?

    /// Loads a profile, and allows it the given origins.
    ///
    /// - Parameter options: The profile and the values of its parameters.
    /// - Returns: The profile.
    /// - Throws: ``ProbeFailure`` for a profile or an origin that cannot be read.
    func profile(_ options: ProfileOptions) throws -> Profile {
        var profile = try Profile.load(options.nameOrFile, parameters: ProfileParameter.values(options.parameters))
        profile.origins += try allowedOrigins.map { try Profile.origin($0) }
        return profile
    }

    /// The options of the transport.
    var options: TransportOptions {
        var options = TransportOptions()
        options.certificateFile = certificateFile
        options.sourceAddresses = sourceAddresses
        options.unixSocket = unixSocket
        return options
    }
}
