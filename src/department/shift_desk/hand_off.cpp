// SPDX-License-Identifier: Apache-2.0
#include "department/shift_desk/hand_off.hpp"

#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::shift_desk {
namespace {

constexpr auto handing = access::Permission::file_documents;
constexpr worklists::Transition hand_off_steps[] = {
    {"open", "sign", "signed", "is-frozen", handing},
    {"open", "take-without", "taken-without", "is-frozen", handing, true},
    {"signed", "accept", "accepted", "is-somebody-else", handing},
};
constexpr std::string_view hand_off_final[] = {"accepted", "taken-without"};
constexpr worklists::Title hand_off_titles[] = {{"take-without", "Take over without a signature"},
                                                {"taken-without", "Taken over without a signature"}};

const HandOffSection* section_of(const HandOffContent& content, std::string_view code) {
  for (const auto& one : content.sections)
    if (one.code == code) return &one;
  return nullptr;
}

const HandOffLine* line_of(const HandOffSection* section, std::string_view key) {
  if (section == nullptr) return nullptr;
  const auto found =
      std::find_if(section->lines.begin(), section->lines.end(), [&](const HandOffLine& one) { return one.key == key; });
  return found == section->lines.end() ? nullptr : &*found;
}

void write_line(json::Writer& out, const HandOffLine& line) {
  out.begin_object().member("key", line.key).member("what", line.what).member("says", line.says).member("link", line.link);
  if (line.at) out.member("at", line.at->text());
  out.member("count", line.count).member("late", line.is_late).member("volume", line.volume).end_object();
}

}  // namespace

const worklists::StateMachine& hand_off_machine() {
  static constexpr worklists::StateMachine machine{
      "shift-hand-off", "Shift hand-offs", "open", hand_off_steps, hand_off_final, {}, access::Permission::read_worklists, false,
      hand_off_titles};
  return machine;
}

std::string content_json(const HandOffContent& content) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("written_at", content.written_at.text()).key("sections").begin_array();
  for (const auto& section : content.sections) {
    out.begin_object().member("code", section.code).member("total", section.total).key("lines").begin_array();
    for (const auto& line : section.lines) write_line(out, line);
    out.end_array().end_object();
  }
  out.end_array().end_object();
  return text;
}

Result<HandOffContent> parse_content(std::string_view text) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  HandOffContent content;
  const auto at = Instant::parse(document.root()["written_at"].text());
  if (!at) return fail(ErrorKind::invalid, "this is no hand-off: it does not say when it was written", "written_at");
  content.written_at = *at;
  for (const auto section : document.root()["sections"]) {
    HandOffSection one{std::string(section["code"].text()), {}, section["total"].integer().value_or(0), 0};
    for (const auto line : section["lines"])
      one.lines.push_back({std::string(line["key"].text()), std::string(line["what"].text()), std::string(line["says"].text()),
                           std::string(line["link"].text()), Instant::parse(line["at"].text()),
                           line["count"].integer().value_or(0), line["late"].boolean(), line["volume"].integer().value_or(0)});
    content.sections.push_back(std::move(one));
  }
  return content;
}

std::vector<HandOffChange> changes(const HandOffContent& before, const HandOffContent& now) {
  std::vector<HandOffChange> all;
  for (const auto& section : now.sections) {
    if (section.code == "notes") continue;
    const auto* old = section_of(before, section.code);
    for (const auto& line : section.lines) {
      const auto* was = line_of(old, line.key);
      if (was == nullptr)
        all.push_back({section.code, "new", line});
      else if (line.is_late && !was->is_late)
        all.push_back({section.code, "late", line});
    }
  }
  for (const auto& section : before.sections) {
    if (section.code == "notes") continue;
    const auto* current = section_of(now, section.code);
    for (const auto& line : section.lines)
      if (line_of(current, line.key) == nullptr) all.push_back({section.code, "gone", line});
  }
  return all;
}

}  // namespace charta::shift_desk
