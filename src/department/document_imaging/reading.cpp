// SPDX-License-Identifier: Apache-2.0
// The job that reads what was fed in: every page is looked at, then its words are read; each step is remembered when it is done,
// so that a restart goes on where it stood. The images stand on the desk before the first word is read.
#include "base/function_ref.hpp"
#include "department/document_imaging/imaging_service.hpp"
#include "formats/json/json.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

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

bool is_looked_at(const Page& page) {
  return !page.straightened.empty();
}

bool is_not_looked_at(const Page& page) {
  return !is_looked_at(page);
}

/// `work` of every number below `count` once, by up to `threads` at a time, in order of their beginning. The first error ends
/// it, when those that run are through.
Result<void> on_several(int threads, std::size_t count, FunctionRef<Result<void>(std::size_t)> work) {
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  Result<void> outcome;
  const auto take = [&] {
    for (auto index = next++; index < count; index = next++) {
      auto one = work(index);
      if (one) continue;
      next = count;
      const std::lock_guard lock(mutex);
      if (outcome) outcome = std::move(one);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < std::min(static_cast<std::size_t>(std::max(threads, 1)), count); ++i) others.emplace_back(take);
  take();
  others.clear();
  return outcome;
}

}  // namespace

Result<void> ImagingService::read_scans(jobs::Lease& lease) {
  CHARTA_TRY(const auto batch, batch_of_job(lease.job()));
  CHARTA_TRY_DO(open_feeds(lease, batch));
  CHARTA_TRY_DO(each_unread_page(lease, batch, is_not_looked_at, [&](const Page& page) { return look_at(lease, page); }));
  CHARTA_TRY_DO(each_unread_page(lease, batch, is_looked_at, [&](const Page& page) { return read_words(lease, page); }));
  return separate_batch(lease, batch);
}

/// By as many threads as there are readers: a page needs one of them, and little else.
Result<void> ImagingService::each_unread_page(jobs::Lease& lease, BatchId batch, bool (*is_due)(const Page&),
                                              FunctionRef<Result<void>(const Page&)> work) {
  CHARTA_TRY(const auto pages, store_.read([&](store::Reader& reader) { return rows_.pages(reader, batch); }));
  std::vector<const Page*> due;
  for (const auto& page : pages)
    if (!page.is_read && is_due(page)) due.push_back(&page);
  std::mutex telling;
  const auto steps = static_cast<std::int64_t>(2 * pages.size());  // a look and a reading
  std::int64_t done = 0;
  for (const auto& page : pages) done += page.is_read ? 2 : is_looked_at(page) ? 1 : 0;
  return on_several(reader_.at_once(), due.size(), [&](std::size_t index) -> Result<void> {
    CHARTA_TRY_DO(work(*due[index]));
    const std::lock_guard lock(telling);
    return lease.progress(++done, steps);
  });
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

Result<void> ImagingService::look_at(jobs::Lease& lease, Page page) {
  CHARTA_TRY(auto original, bytes_of(page.original));
  const auto findings = reader_.look({std::move(original), page.original_type, page.width, page.height, page.dpi});
  if (!findings && !is_of_the_file(findings.error(), lease.job())) return findings.error();
  if (!findings) {
    page.problem = findings.error().message;
    page.is_read = true;
    return remember(lease, page, {});
  }
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
  page.likeness = findings->likeness;
  CHARTA_TRY(page.straightened, keep(findings->straightened.bytes));
  CHARTA_TRY(page.thumbnail, keep(findings->thumbnail.bytes));
  page.is_read = page.looks_blank;  // it has no words
  return remember(lease, page, {page.straightened, page.thumbnail});
}

Result<void> ImagingService::read_words(jobs::Lease& lease, Page page) {
  CHARTA_TRY(auto straightened, bytes_of(page.straightened));
  const auto words = reader_.words({std::move(straightened), page.straightened_type, page.width, page.height, page.dpi});
  if (!words && !is_of_the_file(words.error(), lease.job())) return words.error();
  if (words) {
    CHARTA_TRY(page.words, keep(words_json(*words)));
  } else {
    page.problem = words.error().message;
  }
  page.is_read = true;
  return remember(lease, page, {page.words});
}

Result<void> ImagingService::remember(jobs::Lease& lease, const Page& page, const std::vector<std::string>& made) {
  return store_.write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(lease.guard(work));
    for (const auto& digest : made)
      if (!digest.empty() && digest != page.original)
        CHARTA_TRY_DO(store_.blobs().add_reference(work, *Digest::parse_hex(digest), "scan_page", page.id.key()));
    return rows_.save_page(work, page);
  });
}

}  // namespace charta::document_imaging
