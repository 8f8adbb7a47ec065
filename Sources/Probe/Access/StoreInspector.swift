//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

public import ProbeHistory

/// Read access to the deployment's store, and the few changes to it that a run makes on request.
///
/// It writes and deletes only keys of the run's own jobs and keys under a prefix of the prober's own.
public protocol StoreInspector: Sendable {
    /// Reads the keys of a job in one atomic step.
    ///
    /// - Parameters:
    ///   - jobID: The job's id.
    ///   - userID: The id of the job's owner, if known.
    /// - Returns: One key of each role; without the entry where its key is unknown.
    /// - Throws: An error with the reason that the store could not be read.
    func keys(of jobID: String, userID: String?) async throws -> [StoredKey]

    /// Deletes lookup keys of one of the run's own jobs.
    ///
    /// - Parameters:
    ///   - roles: The roles to delete; the user's latest job only where it is this one.
    ///   - jobID: The job's id.
    ///   - userID: The id of the job's owner, if known.
    /// - Returns: The keys that existed and are deleted.
    /// - Throws: An error with the reason that nothing could be deleted.
    func deleteLookups(_ roles: [StoredKey.Role], of jobID: String, userID: String?) async throws -> [String]

    /// Writes keys without meaning to the deployment, under a prefix of this inspector's own, for a few minutes.
    ///
    /// - Parameter count: The number of keys.
    /// - Throws: An error with the reason that they could not be written; some may exist all the same.
    func addForeignKeys(_ count: Int) async throws

    /// Deletes the keys that ``addForeignKeys(_:)`` wrote.
    ///
    /// - Returns: The number of keys that existed.
    /// - Throws: An error with the reason that they could not be deleted; they expire by themselves.
    func removeForeignKeys() async throws -> Int

    /// Lists the keys of the deployment, those without an expiry and with the longest lifetimes first.
    ///
    /// - Parameter limit: The maximum number of listed keys.
    /// - Returns: The keys, and the number of all keys.
    /// - Throws: An error with the reason that the store could not be read.
    func census(limit: Int) async throws -> (keys: [StoredKey], count: Int)
}
