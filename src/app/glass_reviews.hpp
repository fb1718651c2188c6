// SPDX-License-Identifier: Apache-2.0
// Every use of emergency access waits for the privacy officer's review. Source: 45 CFR 164.308(a)(1)(ii)(D).
#pragma once
#include "record/worklists/work_item.hpp"

namespace charta::app {

class Hospital;

/// waiting -> reviewed; seen by those who review.
const worklists::StateMachine& glass_review_machine();

/// Declares the queue; opens an item in the unit of each use, closes it in the unit of its review.
void wire_glass_reviews(Hospital& hospital);

}  // namespace charta::app
