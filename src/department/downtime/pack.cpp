// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/pack.hpp"

#include "formats/cover_sheet/symbol_modules.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

namespace charta::downtime {
namespace {

void write_text(json::Writer& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.member(name, text);
}

void write_time(json::Writer& out, std::string_view name, const std::optional<Instant>& at) {
  if (at) out.member(name, at->text());
}

void write_list(json::Writer& out, std::string_view name, const std::vector<std::string>& texts) {
  out.key(name).begin_array();
  for (const auto& one : texts) out.string(one);
  out.end_array();
}

void write_volume(json::Writer& out, const PackVolume& one) {
  out.begin_object().member("barcode", one.barcode).member("chart", one.chart_number).member("kind", one.kind);
  out.member("volume", one.number).member("place", one.place).member("home", one.home).member("state", one.state);
  write_time(out, "due", one.due_at);
  out.end_object();
}

void write_pack_person(json::Writer& out, const PackPerson& one) {
  out.begin_object().member("name", one.name).member("born", one.birth_date).member("sex", one.sex);
  if (!one.former_names.empty()) write_list(out, "former", one.former_names);
  write_list(out, "numbers", one.numbers);
  write_text(out, "where", one.where);
  write_text(out, "class", one.visit_class);
  write_time(out, "since", one.since);
  write_time(out, "left", one.left_at);
  write_time(out, "expected", one.expected_at);
  out.key("volumes").begin_array();
  for (const auto& volume : one.volumes) write_volume(out, volume);
  out.end_array().end_object();
}

void write_request(json::Writer& out, const PackRequest& one) {
  out.begin_object().member("person", static_cast<std::int64_t>(one.person)).member("chart", one.chart_number);
  out.member("volume", one.volume).member("barcode", one.barcode).member("place", one.place).member("to", one.deliver_to);
  write_text(out, "requester", one.requester);
  out.member("priority", one.priority).member("state", one.state).member("needed", one.needed_at.text());
  out.member("pull", one.is_pull).end_object();
}

/// Rows of the code, a letter a square.
Result<void> write_checkpoint(json::Writer& out, const PackCheckpoint& checkpoint) {
  CHARTA_TRY(const auto code, cover_sheet::qr_code(checkpoint.text()));
  out.key("ledger").begin_object().member("size", checkpoint.size).member("root", checkpoint.root.hex());
  out.member("at", checkpoint.at.text()).key("code").begin_array();
  for (int y = 0; y < code.height; ++y) {
    std::string row;
    for (int x = 0; x < code.width; ++x) row += code.is_dark(x, y) ? '1' : '0';
    out.string(row);
  }
  out.end_array().end_object();
  return {};
}

}  // namespace

std::string PackCheckpoint::text() const {
  return fmt::format("CHARTA LEDGER {} {}", size, root.hex());
}

Result<std::string> pack_json(const Pack& pack) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("made_at", pack.made_at.text()).member("warn_minutes", pack.warn_minutes).member("rule", pack.rule);
  out.member("left_out", pack.left_out).member("is_cut", pack.is_cut);
  if (pack.checkpoint) CHARTA_TRY_DO(write_checkpoint(out, *pack.checkpoint));
  out.key("people").begin_array();
  for (const auto& one : pack.people) write_pack_person(out, one);
  out.end_array().key("requests").begin_array();
  for (const auto& one : pack.requests) write_request(out, one);
  out.end_array().key("appointments").begin_array();
  for (const auto& one : pack.appointments)
    out.begin_object()
        .member("person", static_cast<std::int64_t>(one.person))
        .member("at", one.at.text())
        .member("clinic", one.clinic)
        .end_object();
  out.end_array().end_object();
  return text;
}

}  // namespace charta::downtime
