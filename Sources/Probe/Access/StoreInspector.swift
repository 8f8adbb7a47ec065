//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// A look into the deployment's store, past its API, and the few changes that a run makes there when it was asked to.
///
/// Nothing but keys of the run's own jobs, and keys under a prefix of the prober's own, is ever written or deleted.
public protocol StoreInspector: Sendable {
    /// Reads the keys of a job in one atomic step.
    ///
    /// - Parameters:
    ///   - jobID: The job's id.
    ///   - userID: The id of the job's owner, if the deployment told it.
    /// - Returns: One key of each role; without the entry where nothing tells which key it has.
    /// - Throws: An error that says why the store could not be read.
    func keys(of jobID: String, userID: String?) async throws -> [StoredKey]

    /// Deletes lookup keys of one of the run's own jobs.
    ///
    /// - Parameters:
    ///   - roles: Which of them; the user's latest job only where it is this one.
    ///   - jobID: The job's id.
    ///   - userID: The id of the job's owner, if the deployment told it.
    /// - Returns: The keys that were there and are deleted.
    /// - Throws: An error that says why nothing could be deleted.
    func deleteLookups(_ roles: [StoredKey.Role], of jobID: String, userID: String?) async throws -> [String]

    /// Writes keys that mean nothing to the deployment, under a prefix of this inspector's own, for a few minutes.
    ///
    /// - Parameter count: How many.
    /// - Throws: An error that says why they could not be written; some may be there all the same.
    func addForeignKeys(_ count: Int) async throws

    /// Deletes those keys again.
    ///
    /// - Returns: How many were there.
    /// - Throws: An error that says why they could not be deleted; they expire by themselves.
    func removeForeignKeys() async throws -> Int

    /// Lists the keys of the deployment, those without an expiry and with the longest lifetimes first.
    ///
    /// - Parameter limit: How many keys are listed at most.
    /// - Returns: The keys, and how many there are in all.
    /// - Throws: An error that says why the store could not be read.
    func census(limit: Int) async throws -> (keys: [StoredKey], count: Int)
}
