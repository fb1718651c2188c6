// SPDX-License-Identifier: Apache-2.0
// What a page is besides its words: the marks by which a search is narrowed, alike when it is taken in and when it is asked for.
// Pure.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "record/access/actor.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::document_search {

std::string patient_mark(PatientId patient);
std::vector<std::string> facility_marks(access::FacilityMask facilities);
std::string facility_mark(int facility);
std::string type_mark(std::string_view code);
std::vector<std::string> author_marks(std::string_view names);
/// Of the month in which a document was written (UTC), and of its year.
std::vector<std::string> time_marks(Instant at);
/// The months that a span touches, or its years where those are many; none where the span is open.
std::vector<std::string> month_marks(std::optional<Instant> from, std::optional<Instant> until);

}  // namespace charta::document_search
