// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "app/hospital.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::app {

/// The desk's API served from this hospital: services by reference, and the words that several folders share (briefs, names,
/// reasons).
desk_api::DeskPointer make_desk(Hospital& hospital, bool synthetic);

}  // namespace charta::app
