// SPDX-License-Identifier: Apache-2.0
#include "app/command_codes.hpp"
#include "app/commands.hpp"
#include "department/coding/code_sets/claim_file.hpp"
#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/ms_drg_grouper.hpp"

#include <fmt/format.h>

namespace charta::app {
namespace {

constexpr std::size_t output_bytes_kept = std::size_t{1} << 20U;

/// Groups line after line with what is loaded for each discharge day; room is kept from claim to claim.
class LineGrouper {
 public:
  LineGrouper(code_sets::CodeLibrary& library, bool with_reasons, grouper::WhatIf asked)
      : library_(library), grouper_(library), with_reasons_(with_reasons), asked_(std::move(asked)) {}

  Result<void> answer(std::string_view text, std::string& out) {
    CHARTA_TRY(const auto document, json::Document::parse(text));
    CHARTA_TRY(const auto line, code_sets::read_claim(document.root()));
    CHARTA_TRY_DO(grouper_.group(line.claim, line.discharge_date, grouped_));
    const auto editor = library_.code_editor(line.discharge_date);
    const editor::CodeEditor* edits = editor ? *editor : nullptr;
    findings_.clear();
    if (edits != nullptr) edits->edit(line.claim, line.discharge_date, line.length_of_stay, findings_);
    json::Writer writer(out);
    writer.begin_object();
    code_sets::write_answer(writer, line, grouped_, edits, findings_);
    if (edits == nullptr) writer.member("mce_missing", editor.error().message);
    if (with_reasons_) {
      CHARTA_TRY(const auto reasons, grouper_.explain(line.claim, line.discharge_date, grouped_));
      code_sets::write_reasons(writer, line, reasons, edits, findings_);
    }
    if (!asked_.is_empty()) write_asked(writer, line);
    writer.end_object();
    out += '\n';
    return {};
  }

 private:
  /// A change that one claim cannot take is said there; the others go on.
  void write_asked(json::Writer& writer, const code_sets::ClaimLine& line) {
    const auto answer = grouper::answer_what_if(grouper_, line.claim, line.discharge_date, asked_);
    writer.key("what_if").begin_object();
    if (answer)
      code_sets::write_what_if(writer, *answer);
    else
      writer.member("error", answer.error().message);
    writer.end_object();
  }

  code_sets::CodeLibrary& library_;
  code_sets::MsDrgGrouper grouper_;
  bool with_reasons_;
  grouper::WhatIf asked_;
  grouper::GroupedClaim grouped_;
  std::vector<editor::CodeEditor::Finding> findings_;
};

void write_refusal(std::string& out, std::string_view id, int line, const Error& error) {
  json::Writer writer(out);
  writer.begin_object();
  if (!id.empty()) writer.member("id", id);
  writer.member("line", line).member("error", error.message);
  if (!error.location.empty()) writer.member("at", error.location);
  writer.end_object();
  out += '\n';
}

/// The id of a line that could not be grouped, when it can be read.
std::string id_of(std::string_view text) {
  const auto document = json::Document::parse(text);
  return document ? std::string(document->root()["id"].text()) : std::string();
}

/// --without first: a code may be taken away and come back with another POA.
Result<grouper::WhatIf> what_if_of(const Arguments& arguments) {
  grouper::WhatIf asked;
  for (const auto& [option, sign] : {std::pair("--without", "-"), std::pair("--with", "+")})
    for (const auto& code : arguments.values(option)) {
      auto edit = grouper::read_edit(sign + code);
      if (!edit)
        return fail(ErrorKind::invalid, fmt::format("{} takes a code{}", option, *sign == '+' ? ", or CODE:POA" : ""), option);
      asked.edits.push_back(*edit);
    }
  return asked;
}

void flush(std::string& out) {
  std::fwrite(out.data(), 1, out.size(), stdout);
  out.clear();
}

}  // namespace

Result<void> group_claims(const Arguments& arguments) {
  CHARTA_TRY(const auto path, only_word(arguments, "FILE.jsonl"));
  CHARTA_TRY(auto library, open_code_library(arguments));
  CHARTA_TRY(const auto text, code_sets::read_claim_file(path));
  CHARTA_TRY(auto asked, what_if_of(arguments));
  LineGrouper grouping(library, arguments.has("--trace"), std::move(asked));
  std::string out;
  int number = 0, refused = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = std::string_view(text).substr(at, end - at);
    at = end + 1;
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const std::size_t before = out.size();
    if (const auto done = grouping.answer(line, out); !done) {
      out.resize(before);
      write_refusal(out, id_of(line), number, done.error());
      ++refused;
    }
    if (out.size() > output_bytes_kept) flush(out);
  }
  flush(out);
  if (refused > 0)
    return fail(ErrorKind::invalid, fmt::format("{} of {} lines could not be grouped; each says why", refused, number));
  return {};
}

}  // namespace charta::app
