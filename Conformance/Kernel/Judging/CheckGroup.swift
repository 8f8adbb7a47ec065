//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

/// A group of requirements: its part of the catalogue and its checks, which lie in its folder.
protocol CheckGroup {
    /// The file of the catalogue, embedded at build time.
    static var catalogue: CatalogueSource { get }
    /// The checks, in the order of the catalogue.
    static var all: [Check] { get }
}

/// The text of a catalogue file, with the name that errors tell.
struct CatalogueSource {
    var name: String
    var text: String

    /// Takes an embedded file.
    init(_ name: String, _ content: [UInt8]) {
        self.name = name
        text = String(decoding: content, as: UTF8.self)
    }
}
