// SPDX-License-Identifier: Apache-2.0
// The end of the job that reads: what was read becomes documents and questions.
#include "department/document_imaging/imaging_service.hpp"
#include "department/document_imaging/likeness.hpp"

#include <algorithm>
#include <set>

namespace charta::document_imaging {

/// The patients whose sheets stand in this stack: whose charts may hold a page already.
Result<std::vector<PatientId>> ImagingService::patients_of(const Separation& separation) {
  std::set<PatientId> found;
  const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
    for (const auto& piece : separation.pieces) {
      if (!piece.sheet || piece.sheet->mrn.empty()) continue;
      CHARTA_TRY(const auto holders, index_.rows().holders(reader, {piece.sheet->assigner, piece.sheet->mrn, ""}));
      for (const auto& one : holders) found.insert(one.record.patient);
    }
    return {};
  });
  if (!done) return done.error();
  return std::vector<PatientId>(found.begin(), found.end());
}

/// A page that is nearly the same as another of this batch or of the same patient asks a person; nothing is ever dropped by itself.
Result<void> ImagingService::ask_about_same_pages(const std::vector<Page>& pages, const std::vector<SeenPage>& seen,
                                                  Separation& separation) {
  std::set<PageId> aside;
  for (const auto& [page, role] : separation.set_aside) aside.insert(page);
  std::vector<LikePage> fresh, others;
  for (const auto& page : pages) {
    const auto one = std::find_if(seen.begin(), seen.end(), [&](const SeenPage& other) { return other.id == page.id; });
    if (one != seen.end()) {
      if (!aside.contains(page.id)) fresh.push_back(like_page(page, one->words));
    } else if (page.role == Role::page) {
      CHARTA_TRY(const auto words, words_of(page));
      others.push_back(like_page(page, words));
    }
  }
  CHARTA_TRY(const auto patients, patients_of(separation));
  for (const auto patient : patients) {
    CHARTA_TRY(const auto filed, store_.read([&](store::Reader& reader) { return rows_.pages_of_patient(reader, patient); }));
    for (const auto& page : filed) {
      if (!pages.empty() && page.batch == pages.front().batch) continue;
      // The words of the few that look alike are read, not those of the whole chart.
      const bool is_like = std::any_of(fresh.begin(), fresh.end(), [&](const LikePage& one) {
        return bits_apart(one.likeness, page.likeness) <= rules_.likeness.bits;
      });
      if (!is_like) continue;
      CHARTA_TRY(const auto words, words_of(page));
      others.push_back(like_page(page, words));
    }
  }
  for (const auto& same : same_pages(fresh, others, rules_.likeness)) {
    const bool here = !pages.empty() && same.batch == pages.front().batch;
    const std::string which = here ? "page " + std::to_string(same.number) + " of this batch"
                                   : "page " + std::to_string(same.number) + " of batch " + same.batch.text() + ", the same patient's";
    separation.questions.push_back({same.page, "nearly-same-page", "this page is nearly the same as " + which, {}});
  }
  return {};
}

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
  auto separation = separate(seen, expected, sheets_, rules_.labels.separator);
  CHARTA_TRY_DO(ask_about_same_pages(pages, seen, separation));
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
