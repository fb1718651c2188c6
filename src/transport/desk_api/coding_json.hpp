// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "department/coding_desk/coding_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {

void write_coding_case(json::Writer& out, const Desk& desk, const coding_desk::CodingCase& row);
void write_coding_view(json::Writer& out, const Desk& desk, const coding_desk::CodingView& view);
/// ?on=, or today where the house stands. Errors: `invalid`.
Result<Date> day_asked(const Desk& desk, const http::Request& request);
void write_weight(json::Writer& out, std::string_view name, std::int64_t ten_thousandths);

}  // namespace charta::desk_api
