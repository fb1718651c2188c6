// SPDX-License-Identifier: Apache-2.0
// A batch of paper on its way into charts: its header, pages, documents in the making, and the law that nothing of it gets lost.
// Pure.
#pragma once
#include "base/id.hpp"
#include "base/time.hpp"
#include "formats/cover_sheet/cover_sheet.hpp"
#include "formats/page_reading/page_findings.hpp"
#include "record/worklists/work_item.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace charta::document_imaging {

using BatchId = Id<struct ScanBatchTag>;
using FeedId = Id<struct ScanFeedTag>;
using PageId = Id<struct ScanPageTag>;
using DocumentId = Id<struct ScanDocumentTag>;
using QuestionId = Id<struct ScanQuestionTag>;

struct BatchHeader {
  std::string title, device, settings;
  std::string door = "upload";               ///< upload, import, folder
  std::optional<std::int64_t> sheets;        ///< counted blind by the prepper, cover sheets among them
  std::int64_t sides = 1;                    ///< 2: duplex
  std::int64_t blanks_dropped = 0;           ///< sides that the scanner left out by itself
  std::vector<std::string> expected_sheets;  ///< serials of printed cover sheets that the stack shall hold
};

struct Batch : BatchHeader {
  BatchId id;
  WorkItemId item;
  std::string state;
  UserId prepped_by, looked_at_by;
  std::int64_t again = 0;  ///< sheets that were fed a second time, after a rescan
  std::int64_t version = 1;
  Instant created_at;
  std::int64_t sample_percent = -1;  ///< of the second quality control; -1: not drawn yet
  std::string sample_why, sample_rule;
};

/// One file that was fed in, kept untouched.
struct Feed {
  FeedId id;
  BatchId batch;
  std::string digest, media_type, door, problem;
  std::int64_t size = 0, again = 0;
  std::int64_t pages = -1;  ///< -1: not opened yet
  UserId fed_by;
  Instant fed_at;
};

/// What an image is to the batch. Each has exactly one.
enum class Role { unplaced, page, separator, blank, reject };
std::string_view role_code(Role role);
std::optional<Role> parse_role(std::string_view code);

struct Page {
  PageId id;
  BatchId batch;
  FeedId feed;
  std::int64_t number = 0;  ///< in the batch, from 1, as they came
  std::string original, original_type, straightened, straightened_type, thumbnail, thumbnail_type;  ///< digests
  std::string words;                                                                                ///< digest
  int width = 0, height = 0, dpi = 0;
  int turned = 0;  ///< by hand, clockwise, beside what the reader turned upright itself
  double skew = 0, ink = 0;
  bool looks_blank = false, is_read = false;
  bool has_marks = false;  ///< the thick bars of a separator sheet, read or not
  std::vector<page_reading::Symbol> symbols;
  std::optional<cover_sheet::CoverSheet> sheet;
  std::string likeness;    ///< of the image, as the reader found it; empty: it was not read
  std::string problem, reason;
  Role role = Role::unplaced;
  DocumentId document;
  std::int64_t place = 0;
};

/// A document in the making. Its fields are its own: nothing is ever carried over from the one before it without a person.
struct Draft {
  DocumentId id;
  BatchId batch;
  std::int64_t place = 0;
  std::optional<cover_sheet::CoverSheet> sheet;
  PatientId patient;
  std::string encounter, type_code, type_display, service_date, author, confirmed;
  WorkItemId expected;
  std::vector<std::string> answered;
  UserId indexed_by, checked_by;
  Instant indexed_at;
  bool sampled = false;
  std::string verdict;
  ResourceId resource;
  std::string resource_id;

  bool is_indexed() const { return indexed_by.is_set(); }
  /// What was confirmed is not confirmed any more; who it was about stays as a start.
  void take_back_index() {
    indexed_by = checked_by = UserId();
    indexed_at = Instant();
    sampled = false;
    verdict.clear();
    answered.clear();
  }
};

/// What a person must answer before the batch goes on.
struct Question {
  QuestionId id;
  BatchId batch;
  PageId page;
  std::string kind, text;
  std::optional<cover_sheet::CoverSheet> sheet;
  std::string answer;
  UserId answered_by;
  Instant answered_at;
  bool is_open() const { return answer.empty(); }
};

struct AnswerChoice {
  std::string_view answer, title;
};
/// What can be answered to a question of this kind.
std::vector<AnswerChoice> answers_to(std::string_view question_kind);

/// prepped -> scanned -> separated -> indexed -> qa1 -> qa2 -> committed -> paper-retained -> destroyed; stopped while a person
/// must say what the separators leave open; back to be indexed or scanned again from anywhere before the commit.
const worklists::StateMachine& scan_batch_machine();
/// Whether pages and documents may be arranged by hand.
bool may_be_edited(std::string_view state);

/// Sheets and sides in = images = pages in documents + separators + blanks + rejects.
struct Balance {
  std::optional<std::int64_t> sheets, expected;
  std::int64_t again = 0, sides = 1, blanks_dropped = 0;
  std::int64_t images = 0, in_documents = 0, separators = 0, blanks = 0, rejects = 0, unplaced = 0;
  bool holds = false;
  std::string says;  ///< in words: which number differs, and by how much
};
Balance balance_of(const Batch& batch, const std::vector<Page>& pages, const std::vector<Draft>& drafts);

// As they are stored.
std::string sheet_json(const std::optional<cover_sheet::CoverSheet>& sheet);
std::optional<cover_sheet::CoverSheet> parse_sheet(std::string_view json);
std::string symbols_json(const std::vector<page_reading::Symbol>& symbols);
std::vector<page_reading::Symbol> parse_symbols(std::string_view json);
std::string words_json(const std::vector<page_reading::Word>& words);
/// Errors: `invalid`.
Result<std::vector<page_reading::Word>> parse_words(std::string_view json);
std::string texts_json(const std::vector<std::string>& texts);
std::vector<std::string> parse_texts(std::string_view json);
std::string_view kind_code(cover_sheet::Kind kind);
std::optional<cover_sheet::Kind> parse_kind(std::string_view code);

}  // namespace charta::document_imaging
