// SPDX-License-Identifier: Apache-2.0
// The job that reads what was fed in: page by page, each remembered when it is done, so that a restart goes on where it stood.
#include "department/document_imaging/imaging_service.hpp"
#include "formats/json/json.hpp"

#include <algorithm>

namespace charta::document_imaging {
namespace {

Result<BatchId> batch_of_job(const jobs::Job& job) {
  CHARTA_TRY(const auto payload, json::Document::parse(job.payload));
  const auto id = BatchId::parse(payload.root()["batch"].text());
  if (!id) return fail(ErrorKind::internal, "the job names no scan batch");
  return *id;
}

/// What trying again does not mend, or was tried often enough: the page is given to a person with this reason.
bool is_of_the_file(const Error& error, const jobs::Job& job) {
  return error.kind != ErrorKind::unavailable || job.attempts >= job.attempts_max;
}

}  // namespace

Result<void> ImagingService::read_scans(jobs::Lease& lease) {
  CHARTA_TRY(const auto batch, batch_of_job(lease.job()));
  CHARTA_TRY_DO(open_feeds(lease, batch));
  CHARTA_TRY(const auto pages, store_.read([&](store::Reader& reader) { return rows_.pages(reader, batch); }));
  const auto total = static_cast<std::int64_t>(pages.size());
  std::int64_t done = 0;
  for (const auto& page : pages) {
    if (!page.is_read) CHARTA_TRY_DO(read_page(lease, page));
    CHARTA_TRY_DO(lease.progress(++done, total));
  }
  return separate_batch(lease, batch);
}

Result<void> ImagingService::open_feeds(jobs::Lease& lease, BatchId batch) {
  CHARTA_TRY(const auto feeds, store_.read([&](store::Reader& reader) { return rows_.feeds(reader, batch); }));
  for (const auto& feed : feeds)
    if (feed.pages < 0 && feed.problem.empty()) CHARTA_TRY_DO(open_feed(lease, feed));
  return {};
}

Result<void> ImagingService::open_feed(jobs::Lease& lease, const Feed& feed) {
  CHARTA_TRY(const auto file, bytes_of(feed.digest));
  const auto images = reader_.pages_of(file, feed.media_type);
  if (!images && !is_of_the_file(images.error(), lease.job())) return images.error();
  std::vector<Page> pages;
  if (images) {
    for (const auto& image : *images) {
      Page page;
      page.id = keys_.next<PageId>();
      page.batch = feed.batch;
      page.feed = feed.id;
      page.original_type = image.media_type;
      page.width = image.width;
      page.height = image.height;
      page.dpi = image.dpi;
      CHARTA_TRY(page.original, keep(image.bytes));
      pages.push_back(std::move(page));
    }
  }
  const QuestionId question = keys_.next<QuestionId>();
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(lease.guard(work));
    CHARTA_TRY_DO(work.lock(feed.batch.key()));
    CHARTA_TRY(const auto known, rows_.pages(work, feed.batch));
    std::int64_t number = known.empty() ? 0 : known.back().number;
    for (Page page : pages) {
      page.number = ++number;
      CHARTA_TRY_DO(rows_.add_page(work, page));
      CHARTA_TRY_DO(store_.blobs().add_reference(work, *Digest::parse_hex(page.original), "scan_page", page.id.key()));
    }
    if (!images) {
      Question asked{
          question, feed.batch, {}, "unread-file", "a file that was fed in cannot be read: " + images.error().message, {},
          {},       {},         {}};
      CHARTA_TRY_DO(rows_.add_question(work, asked));
    }
    return rows_.set_feed_read(work, feed.id, static_cast<std::int64_t>(pages.size()),
                               images ? std::string() : images.error().message);
  });
}

Result<void> ImagingService::read_page(jobs::Lease& lease, Page page) {
  CHARTA_TRY(auto original, bytes_of(page.original));
  page_reading::PageImage image{std::move(original), page.original_type, page.width, page.height, page.dpi};
  const auto findings = reader_.look(image);
  if (!findings && !is_of_the_file(findings.error(), lease.job())) return findings.error();
  if (findings) {
    page.width = findings->width;
    page.height = findings->height;
    page.dpi = findings->dpi;
    page.skew = findings->skew_degrees;
    page.ink = findings->ink;
    page.looks_blank = findings->blank;
    page.has_marks = findings->sheet_marks;
    page.symbols = findings->symbols;
    page.straightened_type = findings->straightened.media_type;
    page.thumbnail_type = findings->thumbnail.media_type;
    CHARTA_TRY(page.straightened, keep(findings->straightened.bytes));
    CHARTA_TRY(page.thumbnail, keep(findings->thumbnail.bytes));
    const auto words = findings->blank ? Result<std::vector<page_reading::Word>>(std::vector<page_reading::Word>())
                                       : reader_.words(findings->straightened);
    if (!words && !is_of_the_file(words.error(), lease.job())) return words.error();
    if (words) {
      CHARTA_TRY(page.words, keep(words_json(*words)));
    } else {
      page.problem = words.error().message;
    }
  } else {
    page.problem = findings.error().message;
  }
  page.is_read = true;
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(lease.guard(work));
    for (const auto* digest : {&page.straightened, &page.thumbnail, &page.words})
      if (!digest->empty() && *digest != page.original)
        CHARTA_TRY_DO(store_.blobs().add_reference(work, *Digest::parse_hex(*digest), "scan_page", page.id.key()));
    return rows_.save_page(work, page);
  });
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
