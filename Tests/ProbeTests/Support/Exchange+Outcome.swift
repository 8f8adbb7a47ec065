//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import Probe

extension Exchange {
    /// The status of the answer; absent where there was none.
    var status: Int? { try? result.get().status }

    /// The reason that there was no answer; absent where there was one.
    var failure: TransportFailure? {
        guard case .failure(let failure) = result else { return nil }
        return failure
    }
}
