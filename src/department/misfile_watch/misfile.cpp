// SPDX-License-Identifier: Apache-2.0
#include "department/misfile_watch/misfile.hpp"

#include "formats/json/json.hpp"

#include <algorithm>
#include <set>

namespace charta::misfile_watch {
namespace {

using access::Permission;

constexpr auto decide = Permission::link_patients;
constexpr worklists::Transition steps[] = {
    {"open", "confirm", "confirmed", "", decide},
    {"open", "not-a-misfile", "not-a-misfile", "", decide, true},
    {"open", "move", "moved", "moved-away", decide},
    {"open", "settle", "settled", "agrees-now", decide},
    {"confirmed", "not-a-misfile", "not-a-misfile", "", decide, true},
    {"confirmed", "move", "moved", "moved-away", decide},
    {"confirmed", "settle", "settled", "agrees-now", decide},
};
constexpr std::string_view final_states[] = {"moved", "not-a-misfile", "settled"};
constexpr std::string_view cancelled_states[] = {"not-a-misfile", "settled"};
constexpr worklists::Title titles[] = {
    {"confirm", "Wrong patient"}, {"confirmed", "Wrong patient, withheld"}, {"move", "Moved"}, {"settle", "Settled"}};

void write_box(json::Writer& out, const page_reading::Box& box) {
  out.key("box").begin_array().integer(box.left).integer(box.top).integer(box.width).integer(box.height).end_array();
}

page_reading::Box box_of(json::Value list) {
  const auto at = [&](std::size_t i) { return static_cast<int>(list.at(i).integer().value_or(0)); };
  return {at(0), at(1), at(2), at(3)};
}

}  // namespace

const worklists::StateMachine& misfile_machine() {
  static constexpr worklists::StateMachine machine{"misfile",        "Misfiled pages",        "open", steps, final_states,
                                                   cancelled_states, Permission::read_record, false,  titles};
  return machine;
}

std::string Finding::evidence() const {
  std::set<std::string> said;
  for (const auto& sign : signs) said.insert(sign.what + "=" + sign.says);
  std::string text = other.is_set() ? other.text() : "unknown";
  for (const auto& one : said) text += ";" + one;
  return text;
}

Finding finding_of(const std::vector<PageVerdict>& pages) {
  Finding finding;
  const PageVerdict* loudest = nullptr;
  for (const auto& page : pages)
    if (page.is_wrong && (loudest == nullptr || loudest->points < page.points)) loudest = &page;
  if (loudest == nullptr) return finding;
  finding.is_wrong = true;
  finding.other = loudest->other;
  finding.points = loudest->points;
  finding.own_points = loudest->own_points;
  for (const auto& page : pages)
    if (page.is_wrong && page.other == finding.other)
      finding.signs.insert(finding.signs.end(), page.signs.begin(), page.signs.end());
  return finding;
}

worklists::Priority priority_of(const Finding& finding, const MisfileRules& rules) {
  return finding.other.is_set() && finding.points >= rules.severe ? worklists::Priority::urgent : worklists::Priority::routine;
}

std::string_view reason_of(const Finding& finding) {
  return finding.other.is_set() ? "names-another-patient" : "names-somebody-unknown";
}

std::string signs_json(const std::vector<Sign>& signs) {
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& sign : signs) {
    out.begin_object().member("what", sign.what).member("says", sign.says).member("page", static_cast<std::int64_t>(sign.page));
    if (sign.image.is_set()) out.member("image", sign.image.text());
    out.member("points", static_cast<std::int64_t>(sign.points));
    write_box(out, sign.box);
    out.end_object();
  }
  out.end_array();
  return text;
}

std::vector<Sign> parse_signs(std::string_view json) {
  std::vector<Sign> signs;
  const auto document = json::Document::parse(json);
  if (!document) return signs;
  for (const auto one : document->root()) {
    Sign sign;
    sign.what = std::string(one["what"].text());
    sign.says = std::string(one["says"].text());
    sign.page = static_cast<int>(one["page"].integer().value_or(1));
    if (const auto image = document_imaging::PageId::parse(one["image"].text())) sign.image = *image;
    sign.points = static_cast<int>(one["points"].integer().value_or(0));
    sign.box = box_of(one["box"]);
    signs.push_back(std::move(sign));
  }
  return signs;
}

std::string pages_json(const std::vector<ReadPage>& pages) {
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& page : pages)
    out.begin_object()
        .member("number", static_cast<std::int64_t>(page.number))
        .member("words", document_imaging::words_json(page.words))
        .end_object();
  out.end_array();
  return text;
}

Result<std::vector<ReadPage>> parse_pages(std::string_view json) {
  CHARTA_TRY(const auto document, json::Document::parse(json));
  std::vector<ReadPage> pages;
  for (const auto one : document.root()) {
    ReadPage page;
    page.number = static_cast<int>(one["number"].integer().value_or(1));
    CHARTA_TRY(page.words, document_imaging::parse_words(one["words"].text()));
    pages.push_back(std::move(page));
  }
  return pages;
}

}  // namespace charta::misfile_watch
