// SPDX-License-Identifier: Apache-2.0
// The file room's answers as JSON: docs/api.md.
#pragma once
#include "department/paper_charts/paper_service.hpp"
#include "transport/desk_api/desk.hpp"

namespace charta::desk_api {

using PaperBriefs = std::map<std::int64_t, PatientBrief>;

void write_paper_volume(json::Writer& out, const Desk& desk, const paper_charts::VolumeRow& row, const PaperBriefs& briefs);
void write_paper_volumes(json::Writer& out, const Desk& desk, const std::vector<paper_charts::VolumeRow>& rows,
                         const PaperBriefs& briefs);
void write_paper_history(json::Writer& out, const Desk& desk, const std::vector<paper_charts::MovementRow>& history);
void write_paper_place(json::Writer& out, const paper_charts::Place& place);
void write_paper_requisition(json::Writer& out, const Desk& desk, const paper_charts::Requisition& requisition,
                             std::string_view deliver_to);
void write_pull_line(json::Writer& out, const Desk& desk, const paper_charts::PullLine& line, const PaperBriefs& briefs);
void write_hunt(json::Writer& out, const Desk& desk, const paper_charts::HuntView& hunt, const PaperBriefs& briefs);
void write_old_numbers(json::Writer& out, const std::vector<paper_charts::OldNumber>& numbers);
/// {value, scheme, hospital} of a body.
paper_charts::OldNumber old_number_of(json::Value value);
/// The colours of the last two pairs of a number.
std::vector<std::string> colours_of(const Desk& desk, std::string_view number);

}  // namespace charta::desk_api
