#
# This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
# SPDX-License-Identifier: Apache-2.0
#
"""Writes columns of numbers as a Swift file, every digit of them."""

import pathlib

import numpy as np

FOLDER = pathlib.Path(__file__).parents[2] / "Tests/StrategiesTests/Fixtures"
HEADER = """//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

// Written by Scripts/make-fixtures; do not edit.
// swift-format-ignore-file

/// {comment}
enum {name} {{
"""


def write(name, comment, columns):
    """One static constant for each column, six numbers to a line."""
    text = HEADER.format(name=name, comment=comment)
    for column, values in columns.items():
        text += f"    static let {column}: [Double] = [\n"
        texts = [repr(float(value)) for value in np.ravel(values)]
        for start in range(0, len(texts), 6):
            text += "        " + ", ".join(texts[start : start + 6]) + ",\n"
        text += "    ]\n"
    (FOLDER / f"{name}.swift").write_text(text + "}\n")


def agreed(first, second, digits):
    """The first of two results, once the second is seen to agree."""
    np.testing.assert_allclose(first, second, rtol=10.0**-digits, atol=10.0**-digits)
    return first
