// SPDX-License-Identifier: Apache-2.0
#include "transport/desk_api/paper_json.hpp"

#include <cmath>

namespace charta::desk_api {
namespace {

using namespace paper_charts;

void write_brief_at(json::Writer& out, PatientId patient, const PaperBriefs& briefs) {
  const auto brief = briefs.find(patient.key());
  if (brief != briefs.end()) write_brief(out.key("patient"), brief->second);
}

void write_place_ref(json::Writer& out, std::string_view name, PlaceId id, std::string_view path, std::string_view kind = {}) {
  if (!id.is_set()) return;
  out.key(name).begin_object().member("id", id.text()).member("path", path);
  member_unless_empty(out, "kind", kind);
  out.end_object();
}

std::int64_t per_mille(double probability) {
  return std::llround(probability * 1000);
}

}  // namespace

std::vector<std::string> colours_of(const Desk& desk, std::string_view number) {
  const auto parts = parts_of(number);
  std::vector<std::string> colours;
  if (!parts) return colours;
  for (const char digit : parts->last + parts->middle)
    colours.push_back(desk.paper->rules().filing.colours[static_cast<std::size_t>(digit - '0')]);
  return colours;
}

void write_paper_volume(json::Writer& out, const Desk& desk, const VolumeRow& row, const PaperBriefs& briefs) {
  const Volume& volume = row.volume;
  out.begin_object().member("id", volume.id.text()).member("barcode", volume.barcode).member("kind", volume.kind);
  out.member("medium", volume.medium).member("number", volume.number).member("chart_number", volume.chart_number);
  out.member("filed_as", spaced(volume.chart_number));
  out.key("colours").begin_array();
  for (const auto& one : colours_of(desk, volume.chart_number)) out.string(one);
  out.end_array();
  member_unless_empty(out, "position", volume.position);
  member_unless_empty(out, "from_day", volume.from_day);
  member_unless_empty(out, "until_day", volume.until_day);
  write_place_ref(out, "home", volume.home, row.home);
  write_place_ref(out, "place", volume.place, row.place, row.place_kind);
  out.member("state", volume.state).member("state_title", worklists::title_of(volume_machine(), volume.state));
  out.member("since", volume.since.text());
  member(out, "due_at", volume.due_at);
  out.member("overdue", volume.due_at && *volume.due_at < desk.clock.now());
  member_unless_empty(out, "rule", volume.rule);
  member_unless_empty(out, "certificate", volume.certificate);
  out.member("temporary", volume.is_temporary).member("version", volume.version);
  out.member("needs_purpose", desk.paper->rules().loans.needs_purpose(volume));
  write_brief_at(out, volume.patient, briefs);
  out.end_object();
}

void write_paper_volumes(json::Writer& out, const Desk& desk, const std::vector<VolumeRow>& rows, const PaperBriefs& briefs) {
  out.begin_array();
  for (const auto& row : rows) write_paper_volume(out, desk, row, briefs);
  out.end_array();
}

void write_paper_history(json::Writer& out, const Desk& desk, const std::vector<MovementRow>& history) {
  out.begin_array();
  for (const auto& [one, from, to, kind] : history) {
    out.begin_object().member("id", one.id.text()).member("kind", one.kind).member("title", title_of(one.kind));
    out.member("at", one.at.text()).member("recorded_at", one.recorded_at.text());
    write_place_ref(out, "from", one.from, from);
    write_place_ref(out, "to", one.to, to, kind);
    write_user(out, desk, "by", one.by);
    member_unless_empty(out, "purpose", one.purpose);
    member_unless_empty(out, "reason", one.reason);
    member_unless_empty(out, "note", one.note);
    out.end_object();
  }
  out.end_array();
}

void write_paper_place(json::Writer& out, const Place& place) {
  out.begin_object().member("id", place.id.text()).member("kind", place_kind_code(place.kind)).member("name", place.name);
  out.member("path", place.path).member("barcode", place.barcode).member("open", place.is_open).member("version", place.version);
  member_unless_empty(out, "code", place.code);
  member_unless_empty(out, "loan_class", place.loan_class);
  if (place.parent.is_set()) out.member("parent", place.parent.text());
  if (place.kind == PlaceKind::room) out.member("order", filing_order_code(place.order));
  member_unless_empty(out, "first_key", place.first_key);
  if (place.capacity > 0) out.member("capacity", place.capacity);
  if (place.room.is_set()) out.member("room", place.room.text());
  out.member("borrows", is_borrower(place.kind)).member("files", is_file(place.kind));
  out.end_object();
}

void write_old_numbers(json::Writer& out, const std::vector<OldNumber>& numbers) {
  out.begin_array();
  for (const auto& one : numbers) {
    out.begin_object().member("value", one.value).member("scheme", one.scheme);
    member_unless_empty(out, "hospital", one.hospital);
    out.member("of_person", !one.volume.is_set()).end_object();
  }
  out.end_array();
}

OldNumber old_number_of(json::Value value) {
  OldNumber number;
  number.value = std::string(value["value"].text());
  if (value["scheme"]) number.scheme = std::string(value["scheme"].text());
  number.hospital = std::string(value["hospital"].text());
  return number;
}

void write_paper_requisition(json::Writer& out, const Desk& desk, const Requisition& one, std::string_view deliver_to) {
  out.begin_object().member("id", one.id.text()).member("item", one.item.text()).member("state", one.state);
  out.member("state_title", worklists::title_of(requisition_machine(), one.state));
  out.member("priority", worklists::priority_code(one.priority)).member("volume", one.volume.text());
  out.member("slip", barcode_of(Scanned::requisition, one.id.key()));
  out.member("requested_at", one.requested_at.text()).member("needed_at", one.needed_at.text());
  write_place_ref(out, "deliver_to", one.deliver_to, deliver_to);
  member_unless_empty(out, "requester", one.requester);
  out.member("origin", one.origin);
  member_unless_empty(out, "purpose", one.purpose);
  member_unless_empty(out, "clinic", one.clinic);
  write_user(out, desk, "requested_by", one.requested_by);
  out.end_object();
}

void write_pull_line(json::Writer& out, const Desk& desk, const PullLine& line, const PaperBriefs& briefs) {
  out.begin_object().key("requisition");
  write_paper_requisition(out, desk, line.requisition, line.deliver_to);
  out.key("volume");
  write_paper_volume(out, desk, {line.volume, line.place, line.place_kind, {}}, briefs);
  out.end_object();
}

void write_hunt(json::Writer& out, const Desk& desk, const HuntView& hunt, const PaperBriefs& briefs) {
  out.begin_object().key("volume");
  write_paper_volume(out, desk, hunt.volume, briefs);
  if (hunt.item) {
    out.member("item", hunt.item->id.text()).member("state", hunt.item->state);
    out.member("state_title", worklists::title_of(missing_machine(), hunt.item->state));
    out.member("since", hunt.item->created_at.text());
    member(out, "due_at", hunt.item->due_at);
  }
  out.member("rule", hunt.rule).member("elsewhere_per_mille", per_mille(hunt.plan.elsewhere));
  out.key("suggestions").begin_array();
  for (const auto& one : hunt.plan.suggestions) {
    out.begin_object().member("spot", one.spot.id).member("words", one.spot.words);
    out.member("per_mille", per_mille(one.probability)).member("looked", one.looked).key("because").begin_array();
    for (const auto& clue : one.because) out.string(clue);
    out.end_array().end_object();
  }
  out.end_array().key("looks").begin_array();
  for (const auto& look : hunt.looks) {
    out.begin_object().member("spot", look.spot).member("at", look.at.text()).member("found", look.found);
    write_user(out, desk, "by", look.by);
    member_unless_empty(out, "note", look.note);
    out.end_object();
  }
  out.end_array().end_object();
}

}  // namespace charta::desk_api
