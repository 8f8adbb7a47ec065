//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import ScanHTTP

/// The users file: the users who may log in.
struct UsersFile {
    let path: String

    /// Reads the file.
    ///
    /// - Throws: ``ServerError`` if the file is missing, ``UserDirectoryError`` if it is malformed.
    func read() throws -> UserDirectory {
        let data: Data
        do { data = Data(try BoundedFile.bytes(of: path, atMost: 16 << 20)) } catch {
            let advice = "; write one with `scan-server user add --users \(path)`"
            throw ServerError("the users file \(path) \(error.predicate(advice: advice))")
        }
        return try UserDirectory(json: data, named: path)
    }

    /// Reads the file; returns an empty directory if the file is missing.
    func readOrEmpty() throws -> UserDirectory {
        FileManager.default.fileExists(atPath: path) ? try read() : UserDirectory([])
    }

    /// Writes the file atomically, readable by its owner alone.
    func write(_ users: UserDirectory) throws {
        do {
            try users.json().write(to: URL(filePath: path), options: .atomic)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        } catch {
            throw ServerError("cannot write the users file \(path); does its folder exist and is it writable?")
        }
    }
}
