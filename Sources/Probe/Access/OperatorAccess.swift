//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ProbeHistory

/// What an operator of the deployment gives a run besides its address: all of it optional, none of it used unasked.
public struct OperatorAccess: Sendable {
    /// How the operator is let in.
    public var admin: Credentials?
    /// A look into the store.
    public var store: (any StoreInspector)?
    /// Whether keys of the run's own jobs may be deleted and foreign ones written.
    public var mayChangeStore: Bool
    /// Commands that disturb the deployment.
    public var faults: FaultCommands
    /// The deployment's logs.
    public var logs: [LogFile]
    /// Other secrets that may come back in answers and logs, such as the store's password.
    public var secrets: [String]

    /// Creates an access; by default there is none.
    public init(
        admin: Credentials? = nil,
        store: (any StoreInspector)? = nil,
        mayChangeStore: Bool = false,
        faults: FaultCommands = .none,
        logs: [LogFile] = [],
        secrets: [String] = []
    ) {
        self.admin = admin
        self.store = store
        self.mayChangeStore = mayChangeStore
        self.faults = faults
        self.logs = logs
        self.secrets = secrets
    }
}
