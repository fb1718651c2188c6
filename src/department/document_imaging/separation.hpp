// SPDX-License-Identifier: Apache-2.0
// Where one document ends and the next begins. Pure. A separator counts when two independent ways read the same of it; whatever
// is less begins a document of its own without attributes and stops the batch for a person, so that no failure ever joins two
// patients' pages. Source: 42 CFR 482.24(b) (records accurately written, properly filed); the house's decision 21 on cover
// sheets.
#pragma once
#include "department/document_imaging/scan_batch.hpp"

#include <functional>

namespace charta::document_imaging {

/// What the separation looks at of a page.
struct SeenPage {
  PageId id;
  bool looks_blank = false;
  bool has_marks = false;  ///< the thick bars of a separator sheet
  std::vector<page_reading::Symbol> symbols;
  std::vector<page_reading::Word> words;
  std::string problem;  ///< why it cannot be read; empty: it was
};

/// cover_sheet::sheet_of, or a test's own.
using SheetReader = std::function<Result<std::optional<cover_sheet::CoverSheet>>(std::string_view payload)>;

/// What a page says of itself as a separator.
struct Separator {
  enum class Kind { none, certain, doubtful };
  Kind kind = Kind::none;
  std::optional<cover_sheet::CoverSheet> sheet;  ///< of a doubtful one: what one way read
  std::string question, text;                    ///< of a doubtful one
};
Separator separator_of(const SeenPage& page, const SheetReader& read, const std::vector<std::string>& tell_tale_words);

struct Separation {
  struct Piece {
    std::optional<cover_sheet::CoverSheet> sheet;
    std::vector<PageId> pages;
  };
  struct Asked {
    PageId page;  ///< unset: about the whole batch
    std::string kind, text;
    std::optional<cover_sheet::CoverSheet> sheet;
  };
  std::vector<Piece> pieces;  ///< each with at least one page
  std::vector<std::pair<PageId, Role>> set_aside;
  std::vector<std::pair<PageId, cover_sheet::CoverSheet>> sheets;  ///< of the certain separators and stickers
  std::vector<Asked> questions;
};

/// `expected`: serials of printed sheets that the stack shall hold. A page with the marks of a separator, or with all the
/// `tell_tale_words` that are printed on every one, and without a readable symbol looks like a separator.
Separation separate(const std::vector<SeenPage>& pages, const std::vector<std::string>& expected, const SheetReader& read,
                    const std::vector<std::string>& tell_tale_words);

}  // namespace charta::document_imaging
