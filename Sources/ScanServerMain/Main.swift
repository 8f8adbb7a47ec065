//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import ScanServer

@main
struct Main {
    static func main() async { await ScanServerCommand.main() }
}
