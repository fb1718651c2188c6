// SPDX-License-Identifier: Apache-2.0
// The end of the job that reads: what was read becomes documents and questions.
#include "department/document_imaging/imaging_service.hpp"

#include <algorithm>

namespace charta::document_imaging {

/// What was read since the last time, as documents and questions; what a person arranged stays as it is.
Result<void> ImagingService::separate_batch(jobs::Lease& lease, BatchId id) {
  CHARTA_TRY(const auto pages, store_.read([&](store::Reader& reader) { return rows_.pages(reader, id); }));
  CHARTA_TRY(const auto before, store_.read([&](store::Reader& reader) { return rows_.batch(reader, id); }));
  CHARTA_TRY(const auto asked_before, store_.read([&](store::Reader& reader) { return rows_.questions(reader, id); }));
  if (!before) return fail(ErrorKind::not_found, "no scan batch " + id.text());
  std::vector<SeenPage> seen;
  std::vector<std::string> expected = before->expected_sheets;
  for (const auto& page : pages) {
    if (page.sheet) std::erase(expected, page.sheet->serial);
    if (page.role != Role::unplaced) continue;
    CHARTA_TRY(auto words, words_of(page));
    seen.push_back({page.id, page.looks_blank, page.has_marks, page.symbols, std::move(words),
                    page.straightened.empty() ? page.problem : std::string()});
  }
  for (const auto& question : asked_before)  // asked once, whatever is fed again
    if (question.kind == "missing-sheet" && question.sheet) std::erase(expected, question.sheet->serial);
  const auto separation = separate(seen, expected, sheets_, rules_.labels.separator);
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(lease.guard(work));
    CHARTA_TRY_DO(work.lock(id.key()));
    CHARTA_TRY(const auto batch, rows_.batch(work, id));
    if (!batch || batch->state != "scanned") return {};  // another run did it
    CHARTA_TRY(const auto row, rows_.row(work, id));
    if (row && (row->unopened_feeds > 0 || row->unread > 0)) return {};  // a file came meanwhile: its own run goes on
    CHARTA_TRY_DO(rows_.raise_version(work, id, 0));
    CHARTA_TRY(const auto drafts, rows_.drafts(work, id));
    CHARTA_TRY(auto current, rows_.pages(work, id));
    std::map<PageId, Page*> by_id;
    for (auto& page : current) by_id[page.id] = &page;
    for (const auto& [page, sheet] : separation.sheets) by_id.at(page)->sheet = sheet;
    for (const auto& [page, role] : separation.set_aside) by_id.at(page)->role = role;
    std::int64_t place = drafts.empty() ? 0 : drafts.back().place;
    for (const auto& piece : separation.pieces) {
      Draft draft;
      draft.id = keys_.next<DocumentId>();
      draft.batch = id;
      draft.place = ++place;
      draft.sheet = piece.sheet;
      CHARTA_TRY_DO(rows_.add_draft(work, draft));
      std::int64_t number = 0;
      for (const auto page : piece.pages) {
        by_id.at(page)->role = Role::page;
        by_id.at(page)->document = draft.id;
        by_id.at(page)->place = ++number;
      }
    }
    for (const auto& page : seen) CHARTA_TRY_DO(rows_.save_page(work, *by_id.at(page.id)));
    for (const auto& asked : separation.questions) {
      Question question{keys_.next<QuestionId>(), id, asked.page, asked.kind, asked.text, asked.sheet, {}, {}, {}};
      CHARTA_TRY_DO(rows_.add_question(work, question));
    }
    CHARTA_TRY(const auto questions, rows_.questions(work, id));
    const bool is_open = std::any_of(questions.begin(), questions.end(), [](const Question& one) { return one.is_open(); });
    return step(work, system_, *batch, is_open ? "stop" : "separate", is_open ? "separators-need-a-person" : "");
  });
}

}  // namespace charta::document_imaging
