//
// This source file is part of the scan-conformance project, licensed under Apache License 2.0 (see LICENSE).
// SPDX-License-Identifier: Apache-2.0
//

#ifndef CYAML_SHIM_H
#define CYAML_SHIM_H

#if !__has_include(<yaml.h>)
#error "The headers of libyaml are missing. On Debian and Ubuntu: apt-get install libyaml-dev"
#else
#include <yaml.h>
#endif

#endif
