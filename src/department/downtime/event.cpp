// SPDX-License-Identifier: Apache-2.0
#include "department/downtime/event.hpp"

#include "base/text.hpp"
#include "department/paper_charts/barcode.hpp"
#include "formats/cover_sheet/symbol_modules.hpp"
#include "formats/pdf/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace charta::downtime {
namespace {

using access::Permission;

constexpr auto work_here = Permission::file_documents;
constexpr worklists::Transition event_steps[] = {
    {"running", "end", "ended", "", work_here},
    {"ended", "resume-downtime", "running", "", work_here},
    {"ended", "close", "closed", "all-accounted", work_here},
};
constexpr std::string_view event_ends[] = {"closed"};
constexpr worklists::Title event_titles[] = {
    {"running", "Without the server"}, {"ended", "Forms to be entered"}, {"resume-downtime", "The server went away again"}};
constexpr std::size_t barcode_size = 11, digits = 8;

struct FormText {
  std::string_view kind, title;
  std::array<std::string_view, 8> lines;
};
constexpr std::array<FormText, 5> form_texts{{
    {"requisition",
     "CHART REQUISITION",
     {"Patient", "Record number", "Birth date", "Volumes", "Needed by", "Deliver to", "Asked by", "Time"}},
    {"outguide",
     "OUTGUIDE",
     {"Volume barcode", "Patient", "Record number", "Taken to", "Taken by", "Why", "Time out", "Time back"}},
    {"register",
     "REGISTER OF ARRIVALS",
     {"Name", "Birth date", "Sex", "Record number", "Came from", "Brought to", "Time", "Seen by"}},
    {"order", "ORDER", {"Patient", "Record number", "Birth date", "Order", "Reason", "Priority", "Ordered by", "Time"}},
    {"note", "NOTE", {"Patient", "Record number", "Birth date", "Kind of note", "Place", "Written by", "Time", "Signed"}},
}};

Result<pdf::Canvas> page_of_form(const Form& form, std::string_view event) {
  const auto* text = std::find_if(form_texts.begin(), form_texts.end(), [&](const auto& one) { return one.kind == form.kind; });
  if (text == form_texts.end()) return fail(ErrorKind::invalid, "there is no form '" + form.kind + "'", "kind");
  constexpr double left = 48, right = 564;
  pdf::Canvas canvas;
  const auto barcode = form_barcode(form.number);
  canvas.text(left, 740, 20, pdf::Font::bold, text->title);
  canvas.text(left, 720, 10, pdf::Font::regular, "Downtime form. " + std::string(event));
  canvas.text(left, 670, 16, pdf::Font::fixed, barcode);
  CHARTA_TRY(const auto code, cover_sheet::code_128(barcode));
  constexpr double bars_left = 300, bars_bottom = 700, module = 0.75, bars_height = 34;
  for (int at = 0; at < code.width; ++at) {
    const int start = at;
    while (at < code.width && code.is_dark(at, 0)) ++at;
    if (at > start) canvas.bar(bars_left + start * module, bars_bottom, (at - start) * module, bars_height);
  }
  double y = 640;
  for (const auto line : text->lines) {
    canvas.text(left, y, 11, pdf::Font::regular, line);
    canvas.bar(left + 110, y - 3, right - left - 110, 0.6);
    y -= 34;
  }
  for (; y > 90; y -= 28) canvas.bar(left, y, right - left, 0.4);
  canvas.text(left, 48, 9, pdf::Font::regular, "Keep every form, spoiled ones too: each number is accounted for afterwards.");
  return canvas;
}

}  // namespace

const worklists::StateMachine& event_machine() {
  static constexpr worklists::StateMachine machine{
      "downtime-event", "Downtime to reconcile", "running", event_steps, event_ends, {}, Permission::file_documents, false,
      event_titles};
  return machine;
}

const std::vector<std::string_view>& form_kinds() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> kinds;
    for (const auto& one : form_texts) kinds.push_back(one.kind);
    return kinds;
  }();
  return all;
}

bool is_form_kind(std::string_view kind) {
  return std::find(form_kinds().begin(), form_kinds().end(), kind) != form_kinds().end();
}

std::string form_barcode(std::int64_t number) {
  std::string text = fmt::format("DF{:0{}}", number, digits);
  text += paper_charts::check_character(text);
  return text;
}

Result<std::int64_t> read_form_number(std::string_view said) {
  std::string text;
  for (const char c : upper_ascii(trimmed(said)))
    if (c != ' ' && c != '-') text += c;
  if (text.size() == barcode_size && text.starts_with("DF")) {
    if (paper_charts::check_character(std::string_view(text).substr(0, barcode_size - 1)) != text.back())
      return fail(ErrorKind::invalid, "this barcode is damaged; type the number that stands beside it", "number");
    text.pop_back();
  }
  if (text.starts_with("DF")) text.erase(0, 2);
  const auto number = parse_integer(text);
  if (!number || *number < 1 || text.size() > digits)
    return fail(ErrorKind::invalid, "a form is named by the number in its corner, DF and eight digits", "number");
  return *number;
}

Result<std::string> forms_as_pdf(const std::vector<Form>& forms, std::string_view event) {
  std::vector<pdf::Canvas> pages;
  for (const auto& one : forms) {
    CHARTA_TRY(auto page, page_of_form(one, event));
    pages.push_back(std::move(page));
  }
  return pdf::printed(pages, {}, "Downtime forms");
}

}  // namespace charta::downtime
