//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser

/// The profile of a command that speaks to a deployment, and the values of its parameters.
struct ProfileOptions: ParsableArguments {
    @Option(name: .customLong("profile"), help: "A built-in profile (see scan-probe profiles) or a YAML file.")
    var nameOrFile = "opportunity-scan"

    @Option(name: .customLong("set"), help: "A parameter of the profile, as NAME=VALUE; may be repeated.")
    var parameters: [ProfileParameter] = []
}
