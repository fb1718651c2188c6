// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/floor_delivery/floor_service.hpp"

namespace charta::app {

class Hospital;

/// Lets the floor print its copies: their pages from the chart, bound into one file by the page reader.
void let_the_floor_print(Hospital& hospital, floor_delivery::FloorQuestions& questions);

}  // namespace charta::app
