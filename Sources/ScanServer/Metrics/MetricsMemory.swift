//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

import FoundationEssentials
import Glibc
import Synchronization

/// The memory in which a process keeps its metrics.
///
/// A supervisor maps the same file, so that what a worker has counted is still there after it was killed, to the last
/// request. The memory is a list of records, each with the number of its metric, the labels of its series, and its cells;
/// the first word says how many bytes are in use.
final class MetricsMemory: Sendable {
    /// The bytes of a memory: room for some thousand series, of which there are some hundred.
    static let size = 1 << 18

    private static let word = MemoryLayout<Int64>.size

    /// The address of the mapping: a pointer itself cannot be shared by threads.
    private let address: UInt
    private let appending = Mutex(())

    /// Creates the memory of one process.
    ///
    /// - Throws: ``ServerError`` when there is none left.
    convenience init() throws { try self.init(descriptor: -1, flags: MAP_SHARED | MAP_ANONYMOUS) }

    /// Maps a file.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - isNew: True to create the file.
    /// - Throws: ``ServerError`` when the file cannot be used.
    convenience init(file path: String, isNew: Bool) throws {
        let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC | (isNew ? O_CREAT | O_EXCL : 0), 0o600)
        guard descriptor >= 0 else { throw Self.failure("opened", path) }
        defer { close(descriptor) }
        // Reserved now: without room later, a count would end the process.
        if isNew {
            errno = posix_fallocate(descriptor, 0, off_t(Self.size))
            if errno != 0 { throw Self.failure("made", path) }
        }
        guard lseek(descriptor, 0, SEEK_END) >= off_t(Self.size) else { throw Self.failure("used", path) }
        try self.init(descriptor: descriptor, flags: MAP_SHARED)
    }

    private init(descriptor: CInt, flags: CInt) throws {
        let place = unsafe mmap(nil, Self.size, PROT_READ | PROT_WRITE, flags, descriptor, 0)
        guard let place = unsafe place, unsafe place != MAP_FAILED else {
            throw ServerError("there is no memory for metrics (errno \(errno))")
        }
        address = UInt(bitPattern: place)
    }

    deinit {
        if let place = unsafe UnsafeMutableRawPointer(bitPattern: address) { unsafe munmap(place, Self.size) }
    }

    private static func failure(_ what: String, _ path: String) -> ServerError {
        ServerError("the file for metrics \(path) cannot be \(what) (errno \(errno)); is there room?")
    }

    // MARK: - Records

    /// Adds the record of a series.
    ///
    /// - Returns: Its cells, all zero; `nil` when the memory is full.
    func append(_ place: Int, labels: String) -> [MetricCell]? {
        appending.withLock { _ in
            guard let base = unsafe UnsafeMutableRawPointer(bitPattern: address) else { return nil }
            let used = MetricCell(address: address, memory: self)
            let start = max(Self.word, Int(used.value))
            let text = Array(labels.utf8)
            let cells = start + 2 * Self.word + (text.count + Self.word - 1) / Self.word * Self.word
            let count = MetricDefinition.all[place].cells
            let end = cells + count * Self.word
            guard end <= Self.size else { return nil }
            unsafe base.storeBytes(of: Int64(place), toByteOffset: start, as: Int64.self)
            unsafe base.storeBytes(of: Int64(text.count), toByteOffset: start + Self.word, as: Int64.self)
            for (offset, byte) in text.enumerated() {
                unsafe base.storeBytes(of: byte, toByteOffset: start + 2 * Self.word + offset, as: UInt8.self)
            }
            // Only now is the record there for a reader.
            used.publish(Int64(end))
            return (0..<count).map { MetricCell(address: address + UInt(cells + $0 * Self.word), memory: self) }
        }
    }

    /// Calls a body with each record: the number of the metric, the labels, and the values of the cells.
    func visit(_ body: (_ place: Int, _ labels: String, _ values: [Int64]) -> Void) {
        guard let base = unsafe UnsafeRawPointer(bitPattern: address) else { return }
        // Another process wrote this: nothing outside of the mapping is read, whatever it says.
        let end = min(Self.size, Int(clamping: MetricCell(address: address, memory: self).acquired))
        var start = Self.word
        while start + 2 * Self.word <= end {
            let place = unsafe Int(base.load(fromByteOffset: start, as: Int64.self))
            let length = unsafe Int(base.load(fromByteOffset: start + Self.word, as: Int64.self))
            guard MetricDefinition.all.indices.contains(place), (0...Self.size).contains(length) else { return }
            let cells = start + 2 * Self.word + (length + Self.word - 1) / Self.word * Self.word
            let next = cells + MetricDefinition.all[place].cells * Self.word
            guard next <= end else { return }
            let text = unsafe UnsafeRawBufferPointer(start: base + start + 2 * Self.word, count: length)
            let values = stride(from: cells, to: next, by: Self.word).map {
                MetricCell(address: address + UInt($0), memory: self).value
            }
            body(place, unsafe String(decoding: text, as: UTF8.self), values)
            start = next
        }
    }
}

/// A number in the memory of metrics, which any thread may change.
struct MetricCell: Sendable {
    fileprivate let address: UInt
    /// The mapping, which has to last as long.
    fileprivate let memory: MetricsMemory

    /// The value.
    var value: Int64 {
        guard let cell = unsafe UnsafePointer<Atomic<Int64>>(bitPattern: address) else { return 0 }
        return unsafe cell.pointee.load(ordering: .relaxed)
    }

    /// The value, with everything that was written before it was published.
    fileprivate var acquired: Int64 {
        guard let cell = unsafe UnsafePointer<Atomic<Int64>>(bitPattern: address) else { return 0 }
        return unsafe cell.pointee.load(ordering: .acquiring)
    }

    /// Adds to the value.
    func add(_ amount: Int64) {
        guard let cell = unsafe UnsafePointer<Atomic<Int64>>(bitPattern: address) else { return }
        unsafe cell.pointee.wrappingAdd(amount, ordering: .relaxed)
    }

    /// Replaces the value.
    func set(_ value: Int64) {
        guard let cell = unsafe UnsafePointer<Atomic<Int64>>(bitPattern: address) else { return }
        unsafe cell.pointee.store(value, ordering: .relaxed)
    }

    /// Replaces the value after everything that was written before.
    fileprivate func publish(_ value: Int64) {
        guard let cell = unsafe UnsafePointer<Atomic<Int64>>(bitPattern: address) else { return }
        unsafe cell.pointee.store(value, ordering: .releasing)
    }
}
