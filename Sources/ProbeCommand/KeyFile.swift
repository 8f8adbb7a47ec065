//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import ArgumentParser
import FoundationEssentials
import KitSupport

/// A PEM file with a key.
enum KeyFile {
    /// Reads a public key's text.
    static func read(_ path: String) throws -> String {
        do { return try BoundedFile.text(of: path, atMost: 1 << 20) } catch {
            throw Console.fail("the key \(path) \(error.predicate())")
        }
    }

    /// Reads a private key's text, and warns when the file is readable by others.
    static func readPrivate(_ path: String) throws -> String {
        let text = try read(path)
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        // Without the whole of Foundation the number is of a type of its own.
        if let mode = (attributes?[.posixPermissions] as? any BinaryInteger).map({ Int($0) }), mode & 0o044 != 0 {
            let octal = String(mode & 0o777, radix: 8)
            Console.warn("others can read the key \(path) (mode \(octal)): chmod 600 \(path)")
        }
        return text
    }
}
