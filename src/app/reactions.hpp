// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace charta::app {

class Hospital;

/// Who reacts to what, in which order: the one table.
void wire_reactions(Hospital& hospital);

}  // namespace charta::app
