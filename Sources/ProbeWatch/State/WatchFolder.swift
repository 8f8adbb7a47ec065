//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import KitSupport
import Probe
import ProbeReports
import SystemPackage
import Watching

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder of a watch: its memory, the report of the last failure, and the histories.
///
/// One watch has it at a time: the kernel drops the lock of a process that ends, however it ends.
final class WatchFolder: Sendable {
    /// The largest file that is read.
    private static let largest = 64 << 20

    /// The path.
    let path: String
    /// The locked file; whoever closes it gives up the lock.
    private let lock: ByteFile

    /// Opens a folder, and creates it if necessary.
    ///
    /// - Throws: ``ProbeFailure`` for a folder that cannot be used, or is used by another watch.
    init(_ path: String) throws(ProbeFailure) {
        self.path = path
        let descriptor: FileDescriptor
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            descriptor = try FileDescriptor.open(
                FilePath("\(path)/lock"),
                .readWrite,
                options: [.create, .closeOnExec, .noFollow],
                permissions: .ownerReadWrite
            )
        } catch {
            throw ProbeFailure(.output, "\(path) cannot be written to; choose another folder with --state")
        }
        // Nobody else closes it: a folder that is refused is deinitialised like any other.
        lock = ByteFile(descriptor)
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            throw ProbeFailure(.output, "\(path) is used by another watch: end that one, or choose another folder")
        }
    }

    // MARK: - Memory

    /// Reads the memory; nothing from a new folder.
    ///
    /// - Throws: ``ProbeFailure`` for a damaged file.
    func memory() throws(ProbeFailure) -> Watch.Memory? {
        guard let memory: Watch.Memory = try read("state.json") else { return nil }
        guard memory.format == 1 else {
            throw ProbeFailure(.output, "\(path)/state.json has format \(memory.format), which a later version wrote")
        }
        return memory
    }

    /// Stores the memory, so that the file is at no time a half one.
    func store(_ memory: Watch.Memory) throws { try write(memory, to: "state.json") }

    /// Reads the last failure.
    ///
    /// - Throws: ``ProbeFailure`` for a damaged file.
    func lastFailure() throws(ProbeFailure) -> WatchFailure? { try read("last-failure.json") }

    /// Stores the last failure.
    func store(_ failure: WatchFailure) throws { try write(failure, to: "last-failure.json") }

    /// The failure for a file that is no memory of a watch.
    func damage(_ name: String, _ reason: String) -> ProbeFailure {
        ProbeFailure(.output, "\(path)/\(name) is damaged (\(reason)): restore it, or move it away to begin anew")
    }

    private func read<Value: Decodable>(_ name: String) throws(ProbeFailure) -> Value? {
        let bytes: [UInt8]
        do {
            bytes = try BoundedFile.bytes(of: "\(path)/\(name)", atMost: Self.largest)
        } catch .unreadable(.noSuchFileOrDirectory) {
            return nil
        } catch {
            throw ProbeFailure(.output, "\(path)/\(name) \(error.predicate())")
        }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(bytes))
        } catch {
            throw damage(name, bytes.isEmpty ? "it is empty" : "\(bytes.count) bytes that are none of a watch")
        }
    }

    /// Writes a new file beside the old one, waits for the disk, and puts it in the old one's place.
    private func write(_ value: some Encodable, to name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let data = try encoder.encode(value)
        let new = "\(path)/\(name).new"
        let file = try FileDescriptor.open(
            FilePath(new),
            .writeOnly,
            options: [.create, .truncate, .closeOnExec, .noFollow],
            permissions: [.ownerReadWrite]
        )
        try file.closeAfter {
            try file.writeAll(data)
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        guard unsafe rename(new, "\(path)/\(name)") == 0 else { throw Errno(rawValue: errno) }
    }
}
