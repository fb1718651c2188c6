// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/scan_batch.hpp"

#include "formats/json/json.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace charta::document_imaging {
namespace {

using access::Permission;
using cover_sheet::CoverSheet;

constexpr auto imaging = Permission::file_documents;
constexpr worklists::Transition batch_steps[] = {
    {"prepped", "feed", "scanned", "a-file-came", imaging},
    {"prepped", "withdraw", "withdrawn", "nothing-was-filed", imaging, true},
    {"scanned", "stop", "stopped", "something-is-asked", imaging},
    {"scanned", "separate", "separated", "every-question-is-answered", imaging},
    {"scanned", "rescan", "prepped", "", imaging, true},
    {"stopped", "separate", "separated", "every-question-is-answered", imaging},
    {"stopped", "rescan", "prepped", "", imaging, true},
    {"stopped", "withdraw", "withdrawn", "nothing-was-filed", imaging, true},
    {"separated", "index", "indexed", "every-document-is-indexed", imaging},
    {"separated", "rescan", "prepped", "", imaging, true},
    {"separated", "withdraw", "withdrawn", "nothing-was-filed", imaging, true},
    {"indexed", "pass-qa1", "qa1", "images-are-all-there", imaging},
    {"indexed", "reindex", "separated", "", imaging, true},
    {"indexed", "rescan", "prepped", "", imaging, true},
    {"qa1", "pass-qa2", "qa2", "sample-is-right", imaging},
    {"qa1", "reindex", "separated", "", imaging, true},
    {"qa1", "rescan", "prepped", "", imaging, true},
    {"qa2", "commit", "committed", "documents-are-filed", imaging},
    {"qa2", "reindex", "separated", "", imaging, true},
    {"qa2", "rescan", "prepped", "", imaging, true},
    {"committed", "retain", "paper-retained", "", imaging},
    {"paper-retained", "destroy", "destroyed", "paper-was-kept-long-enough", imaging, true},
};
constexpr std::string_view batch_final_states[] = {"destroyed", "withdrawn"};
constexpr std::string_view batch_cancelled_states[] = {"withdrawn"};

constexpr std::array<std::pair<Role, std::string_view>, 5> roles{{{Role::unplaced, "unplaced"},
                                                                  {Role::page, "page"},
                                                                  {Role::separator, "separator"},
                                                                  {Role::blank, "blank"},
                                                                  {Role::reject, "reject"}}};
constexpr std::array<std::pair<cover_sheet::Kind, std::string_view>, 4> kinds{
    {{cover_sheet::Kind::patient, "patient"},
     {cover_sheet::Kind::document_type, "document_type"},
     {cover_sheet::Kind::patch, "patch"},
     {cover_sheet::Kind::sticker, "sticker"}}};

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

void count_roles(Balance& balance, const std::vector<Page>& pages, const std::vector<Draft>& drafts) {
  std::set<DocumentId> known;
  for (const auto& draft : drafts) known.insert(draft.id);
  balance.images = static_cast<std::int64_t>(pages.size());
  for (const auto& page : pages) {
    switch (page.role) {
      case Role::page:
        ++(known.contains(page.document) ? balance.in_documents : balance.unplaced);
        break;
      case Role::separator:
        ++balance.separators;
        break;
      case Role::blank:
        ++balance.blanks;
        break;
      case Role::reject:
        ++balance.rejects;
        break;
      case Role::unplaced:
        ++balance.unplaced;
        break;
    }
  }
}

std::string difference(const Balance& balance) {
  if (!balance.sheets) return "the sheets were never counted by hand; count them before the images are looked at";
  const std::string fed = counted(*balance.sheets + balance.again, "sheet", "sheets") + " of " +
                          counted(balance.sides, "side", "sides") + " less " + std::to_string(balance.blanks_dropped) +
                          " dropped blanks make " + counted(*balance.expected, "image", "images");
  if (balance.images < *balance.expected)
    return fed + ", and " + std::to_string(balance.images) +
           " came: " + counted(*balance.expected - balance.images, "is missing", "are missing");
  if (balance.images > *balance.expected)
    return fed + ", and " + std::to_string(balance.images) +
           " came: " + counted(balance.images - *balance.expected, "too many", "too many");
  const std::int64_t placed = balance.in_documents + balance.separators + balance.blanks + balance.rejects;
  if (placed != balance.images)
    return std::to_string(balance.images) + " images came, and " + std::to_string(balance.in_documents) + " in documents, " +
           std::to_string(balance.separators) + " separators, " + std::to_string(balance.blanks) + " blanks and " +
           std::to_string(balance.rejects) + " rejects make " + std::to_string(placed) + ": " +
           counted(balance.images - placed, "image has", "images have") + " no place";
  return {};
}

}  // namespace

std::string_view role_code(Role role) {
  return std::find_if(roles.begin(), roles.end(), [&](const auto& one) { return one.first == role; })->second;
}

std::optional<Role> parse_role(std::string_view code) {
  for (const auto& [role, name] : roles)
    if (name == code) return role;
  return std::nullopt;
}

std::string_view kind_code(cover_sheet::Kind kind) {
  return std::find_if(kinds.begin(), kinds.end(), [&](const auto& one) { return one.first == kind; })->second;
}

std::optional<cover_sheet::Kind> parse_kind(std::string_view code) {
  for (const auto& [kind, name] : kinds)
    if (name == code) return kind;
  return std::nullopt;
}

std::vector<AnswerChoice> answers_to(std::string_view kind) {
  if (kind == "one-way-separator")
    return {{"as-read", "It is a separator and says this"},
            {"separator", "A separator that says nothing"},
            {"page", "A page of a document"}};
  if (kind == "bad-check" || kind == "looks-like-separator")
    return {{"separator", "A separator that says nothing"}, {"page", "A page of a document"}};
  if (kind == "unread-file") return {{"left-out", "Nothing of it is filed; its sheets are fed again"}};
  if (kind == "missing-sheet") return {{"not-in-the-stack", "It was not in the stack"}};
  if (kind == "nearly-same-page")
    return {{"page", "File it: it is a page of its own"}, {"reject", "Leave it out: it is the same sheet"}};
  if (kind == "unread-page") return {{"page", "File it as it is"}, {"reject", "Leave it out"}};
  return {};
}

constexpr worklists::Title batch_titles[] = {{"qa1", "First check passed"},
                                             {"qa2", "Second check passed"},
                                             {"pass-qa1", "Pass the first check"},
                                             {"pass-qa2", "Pass the second check"}};

const worklists::StateMachine& scan_batch_machine() {
  static constexpr worklists::StateMachine machine{.kind = "scan-batch",
                                                   .title = "Scan batches",
                                                   .initial = "prepped",
                                                   .transitions = batch_steps,
                                                   .final_states = batch_final_states,
                                                   .cancelled_states = batch_cancelled_states,
                                                   .titles = batch_titles};
  return machine;
}

bool may_be_edited(std::string_view state) {
  return state == "stopped" || state == "separated";
}

Balance balance_of(const Batch& batch, const std::vector<Page>& pages, const std::vector<Draft>& drafts) {
  Balance balance;
  balance.sheets = batch.sheets;
  balance.again = batch.again;
  balance.sides = batch.sides;
  balance.blanks_dropped = batch.blanks_dropped;
  if (batch.sheets) balance.expected = (*batch.sheets + batch.again) * batch.sides - batch.blanks_dropped;
  count_roles(balance, pages, drafts);
  const std::string differs = difference(balance);
  balance.holds = differs.empty();
  balance.says = balance.holds ? "every side that was fed is accounted for" : differs;
  return balance;
}

std::string sheet_json(const std::optional<CoverSheet>& sheet) {
  if (!sheet) return {};
  std::string text;
  json::Writer out(text);
  out.begin_object().member("kind", kind_code(sheet->kind));
  for (const auto& [name, value] :
       {std::pair("assigner", &sheet->assigner), std::pair("mrn", &sheet->mrn), std::pair("encounter", &sheet->encounter),
        std::pair("document_type", &sheet->document_type), std::pair("serial", &sheet->serial)})
    if (!value->empty()) out.member(name, *value);
  out.end_object();
  return text;
}

std::optional<CoverSheet> parse_sheet(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto document = json::Document::parse(text);
  if (!document) return std::nullopt;
  const auto root = document->root();
  CoverSheet sheet;
  sheet.kind = parse_kind(root["kind"].text()).value_or(cover_sheet::Kind::patch);
  sheet.assigner = std::string(root["assigner"].text());
  sheet.mrn = std::string(root["mrn"].text());
  sheet.encounter = std::string(root["encounter"].text());
  sheet.document_type = std::string(root["document_type"].text());
  sheet.serial = std::string(root["serial"].text());
  return sheet;
}

namespace {

void write_box(json::Writer& out, const page_reading::Box& box) {
  out.key("box").begin_array().integer(box.left).integer(box.top).integer(box.width).integer(box.height).end_array();
}

page_reading::Box box_of(json::Value box) {
  const auto at = [&](std::size_t index) { return static_cast<int>(box.at(index).integer().value_or(0)); };
  return {at(0), at(1), at(2), at(3)};
}

}  // namespace

std::string symbols_json(const std::vector<page_reading::Symbol>& symbols) {
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& symbol : symbols) {
    out.begin_object().member("symbology", symbol.symbology).member("text", symbol.text).key("read_by").begin_array();
    for (const auto& reader : symbol.read_by) out.string(reader);
    out.end_array();
    write_box(out, symbol.box);
    out.end_object();
  }
  out.end_array();
  return text;
}

std::vector<page_reading::Symbol> parse_symbols(std::string_view text) {
  std::vector<page_reading::Symbol> symbols;
  const auto document = json::Document::parse(text.empty() ? "[]" : text);
  if (!document) return symbols;
  for (const auto one : document->root()) {
    page_reading::Symbol symbol;
    symbol.symbology = std::string(one["symbology"].text());
    symbol.text = std::string(one["text"].text());
    symbol.box = box_of(one["box"]);
    for (const auto reader : one["read_by"]) symbol.read_by.emplace_back(reader.text());
    symbols.push_back(std::move(symbol));
  }
  return symbols;
}

std::string words_json(const std::vector<page_reading::Word>& words) {
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& word : words) {
    out.begin_object().member("text", word.text).member("line", word.line).member("confidence", word.confidence);
    write_box(out, word.box);
    out.end_object();
  }
  out.end_array();
  return text;
}

Result<std::vector<page_reading::Word>> parse_words(std::string_view text) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  std::vector<page_reading::Word> words;
  words.reserve(document.root().size());
  for (const auto one : document.root())
    words.push_back({std::string(one["text"].text()), box_of(one["box"]),
                     static_cast<int>(one["confidence"].integer().value_or(0)),
                     static_cast<int>(one["line"].integer().value_or(0))});
  return words;
}

std::string texts_json(const std::vector<std::string>& texts) {
  std::string text;
  json::Writer out(text);
  out.begin_array();
  for (const auto& one : texts) out.string(one);
  out.end_array();
  return text;
}

std::vector<std::string> parse_texts(std::string_view text) {
  std::vector<std::string> texts;
  const auto document = json::Document::parse(text.empty() ? "[]" : text);
  if (!document) return texts;
  for (const auto one : document->root()) texts.emplace_back(one.text());
  return texts;
}

}  // namespace charta::document_imaging
