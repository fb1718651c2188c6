// SPDX-License-Identifier: Apache-2.0
#include "department/document_imaging/separation.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace charta::document_imaging {
namespace {

using cover_sheet::CoverSheet;

/// Letters and digits alone: what recognised text and a symbol's text are compared by.
std::string bare(std::string_view text) {
  std::string kept;
  for (const char c : upper_ascii(text))
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) kept += c;
  return kept;
}

/// Whether the payload is also printed on the page and was read as text: a way of its own.
bool is_printed(std::string_view payload, const std::vector<page_reading::Word>& words) {
  const std::string wanted = bare(payload);
  if (wanted.size() < 8) return false;  // what is shorter may stand anywhere
  std::map<int, std::string> lines;
  for (const auto& word : words) lines[word.line] += bare(word.text);
  std::string all;
  for (const auto& [line, text] : lines) all += text;  // a long payload is printed on two lines
  return all.find(wanted) != std::string::npos;
}

/// A reader is a way; so is each symbology, for a QR and a Code 128 of one text are damaged apart.
std::size_t ways(const std::vector<const page_reading::Symbol*>& symbols, bool printed) {
  std::set<std::string> readers, symbologies;
  for (const auto* symbol : symbols) {
    symbologies.insert(symbol->symbology);
    readers.insert(symbol->read_by.begin(), symbol->read_by.end());
  }
  return std::max(readers.size(), symbologies.size()) + (printed && !readers.contains("printed-text") ? 1 : 0);
}

bool has_all(const std::vector<page_reading::Word>& words, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return false;
  std::set<std::string> there;
  for (const auto& word : words) there.insert(bare(word.text));
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& one) { return there.contains(bare(one)); });
}

Separator doubtful(std::string kind, std::string text, std::optional<CoverSheet> sheet = {}) {
  return {Separator::Kind::doubtful, std::move(sheet), std::move(kind), std::move(text)};
}

/// A sticker stands on a page of the document; every other sheet is paper of its own.
bool is_paper_of_its_own(const std::optional<CoverSheet>& sheet) {
  return !sheet || sheet->kind != cover_sheet::Kind::sticker;
}

class Separating {
 public:
  Separating(const SheetReader& read, const std::vector<std::string>& words) : read_(read), words_(words) {}

  void take(const SeenPage& page) {
    if (!page.problem.empty()) return take_unread(page);
    const auto separator = separator_of(page, read_, words_);
    if (separator.kind == Separator::Kind::certain) return take_certain(page, *separator.sheet);
    if (separator.kind == Separator::Kind::doubtful) return take_doubtful(page, separator);
    if (page.looks_blank) return set_aside(page.id, Role::blank);
    add_page(page.id);
  }

  Separation finish(const std::vector<std::string>& expected) {
    for (const auto& serial : expected)
      if (!serials_.contains(serial))
        result_.questions.push_back(
            {{}, "missing-sheet", "the printed sheet " + serial + " was expected in this stack and was not read", {}});
    std::erase_if(result_.pieces, [](const auto& piece) { return piece.pages.empty(); });
    return std::move(result_);
  }

 private:
  void take_certain(const SeenPage& page, const CoverSheet& sheet) {
    if (!sheet.serial.empty()) serials_.insert(sheet.serial);
    result_.sheets.emplace_back(page.id, sheet);
    result_.pieces.push_back({sheet, {}});  // nothing of the sheet before it goes on
    if (is_paper_of_its_own(sheet))
      set_aside(page.id, Role::separator);
    else
      add_page(page.id);
  }
  /// The page stands alone in a piece that says nothing, and what comes after it in another: a person decides.
  void take_doubtful(const SeenPage& page, const Separator& separator) {
    result_.questions.push_back({page.id, separator.question, separator.text, separator.sheet});
    result_.pieces.push_back({std::nullopt, {page.id}});
    result_.pieces.emplace_back();
  }
  /// What cannot be read may have been a separator.
  void take_unread(const SeenPage& page) {
    result_.questions.push_back({page.id, "unread-page", page.problem, {}});
    result_.pieces.push_back({std::nullopt, {page.id}});
    result_.pieces.emplace_back();
  }
  void set_aside(PageId page, Role role) { result_.set_aside.emplace_back(page, role); }
  void add_page(PageId page) {
    if (result_.pieces.empty()) result_.pieces.emplace_back();
    result_.pieces.back().pages.push_back(page);
  }

  const SheetReader& read_;
  const std::vector<std::string>& words_;
  Separation result_;
  std::set<std::string> serials_;
};

}  // namespace

Separator separator_of(const SeenPage& page, const SheetReader& read, const std::vector<std::string>& tell_tale_words) {
  std::map<std::string, std::vector<const page_reading::Symbol*>> ours;
  std::map<std::string, CoverSheet> sheets;
  bool broken = false;
  for (const auto& symbol : page.symbols) {
    const auto sheet = read(symbol.text);
    if (!sheet)
      broken = true;
    else if (*sheet) {
      ours[symbol.text].push_back(&symbol);
      sheets.emplace(symbol.text, **sheet);
    }
  }
  if (broken) return doubtful("bad-check", "a separator's symbol was read, and its check character is wrong");
  if (ours.size() > 1) return doubtful("bad-check", "the symbols of this sheet say different things");
  if (ours.empty()) {
    if (page.has_marks || has_all(page.words, tell_tale_words))
      return doubtful("looks-like-separator", "this page is printed like a separator, and no symbol on it was read");
    return {};
  }
  const auto& [payload, symbols] = *ours.begin();
  if (ways(symbols, is_printed(payload, page.words)) >= 2) return {Separator::Kind::certain, sheets.at(payload), {}, {}};
  return doubtful("one-way-separator", "only one way read this separator: nobody acts on that alone", sheets.at(payload));
}

Separation separate(const std::vector<SeenPage>& pages, const std::vector<std::string>& expected, const SheetReader& read,
                    const std::vector<std::string>& tell_tale_words) {
  Separating separating(read, tell_tale_words);
  for (const auto& page : pages) separating.take(page);
  return separating.finish(expected);
}

}  // namespace charta::document_imaging
