//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// The optional access to the deployment that its operator grants besides its address.
public struct OperatorAccess: Sendable {
    /// The operator's credentials.
    public var admin: Credentials?
    /// The inspector of the store.
    public var store: (any StoreInspector)?
    /// True if the run may delete keys of its own jobs and write foreign ones.
    public var mayChangeStore: Bool
    /// The commands that inject faults.
    public var faults: FaultCommands
    /// The deployment's logs.
    public var logs: [LogFile]
    /// The addresses of single workers, behind what the run's address leads to.
    public var replicas: [Target]
    /// The number of workers that there are; absent when nobody says so.
    public var expectedWorkers: Int?
    /// Other secrets that may come back in answers and logs, such as the store's password.
    public var secrets: [String]

    /// Creates an access; by default there is none.
    public init(
        admin: Credentials? = nil,
        store: (any StoreInspector)? = nil,
        mayChangeStore: Bool = false,
        faults: FaultCommands = .none,
        logs: [LogFile] = [],
        replicas: [Target] = [],
        expectedWorkers: Int? = nil,
        secrets: [String] = []
    ) {
        self.admin = admin
        self.store = store
        self.mayChangeStore = mayChangeStore
        self.faults = faults
        self.logs = logs
        self.replicas = replicas
        self.expectedWorkers = expectedWorkers
        self.secrets = secrets
    }
}
