//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The checks of the group *observability*.
enum ObservabilityChecks: CheckGroup {
    static let catalogue = CatalogueSource("observability.yaml", PackageResources.observability_yaml)

    static let all = [
        Check("OBS-001", on: [.status, .results], find: OperatorMessagesCheck.messagesAppear),
        Check("OBS-002", on: [.metrics], find: MetricsCheck.countersGrow),
        Check("OBS-003", on: Set(Event.Operation.allCases).subtracting([.login]), find: RequestIDCheck.answersCarryIDs),
    ]
}
