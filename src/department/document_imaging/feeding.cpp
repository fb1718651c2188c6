// SPDX-License-Identifier: Apache-2.0
// How paper comes in: a batch prepped and counted, files fed into it, or files of a folder or a mail taken at once.
#include "department/document_imaging/imaging_service.hpp"

#include <algorithm>

namespace charta::document_imaging {
namespace {

using access::Actor;
using access::Permission;

constexpr std::int64_t sheets_most = 100'000;

Result<void> check_header(const BatchHeader& header) {
  if (header.sheets && (*header.sheets < 1 || *header.sheets > sheets_most))
    return fail(ErrorKind::invalid, "a batch has 1 to " + std::to_string(sheets_most) + " sheets", "sheets");
  if (header.sides != 1 && header.sides != 2) return fail(ErrorKind::invalid, "a sheet has one side or two", "sides");
  if (header.blanks_dropped < 0 || header.blanks_dropped > sheets_most)
    return fail(ErrorKind::invalid, "say how many sides the scanner left out", "blanks_dropped");
  return {};
}

std::string detail_of(const Batch& batch) {
  std::string text;
  json::Writer out(text);
  out.begin_object().member("title", batch.title.empty() ? "Scan batch" : batch.title).member("source", batch.door);
  if (batch.sheets) out.member("sheets", *batch.sheets);
  out.end_object();
  return text;
}

}  // namespace

Batch ImagingService::new_batch(const Actor& actor, const BatchHeader& header) {
  Batch batch;
  static_cast<BatchHeader&>(batch) = header;
  batch.id = keys_.next<BatchId>();
  batch.state = scan_batch_machine().initial;
  batch.prepped_by = actor.author.user;
  batch.created_at = clock_.now();
  return batch;
}

Feed ImagingService::new_feed(const Actor& actor, BatchId batch, BytesView bytes, const std::string& media_type) {
  Feed feed;
  feed.id = keys_.next<FeedId>();
  feed.batch = batch;
  feed.media_type = media_type;
  feed.size = static_cast<std::int64_t>(bytes.size());
  feed.fed_by = actor.author.user;
  feed.fed_at = clock_.now();
  return feed;
}

Result<void> ImagingService::add_batch(store::UnitOfWork& work, const Actor& actor, Batch& batch) {
  worklists::NewWorkItem item;
  item.kind = scan_batch_machine().kind;
  item.subject_type = "scan_batch";
  item.subject = batch.id.key();
  item.pool = "imaging";
  item.detail = detail_of(batch);
  CHARTA_TRY(const auto opened, worklists_.open(work, actor, item));
  batch.item = opened.id;
  CHARTA_TRY_DO(rows_.add_batch(work, batch));
  return note(work, actor, ledger::Act::created, "scan_batch", batch.id.key(), 1, {}, {});
}

Result<void> ImagingService::add_feed(store::UnitOfWork& work, const Actor& actor, const Batch& batch, Feed& feed,
                                      const Digest& digest) {
  feed.digest = digest.hex();
  feed.door = batch.door;
  CHARTA_TRY_DO(rows_.add_feed(work, feed));
  CHARTA_TRY_DO(store_.blobs().add_reference(work, digest, "scan_feed", feed.id.key()));
  return ledger_.record(work, actor.author, {ledger::Act::received, "scan_feed", feed.id.key(), 1, {}, feed.door, {}, digest});
}

Result<void> ImagingService::order_reading(store::UnitOfWork& work, BatchId id) {
  jobs::NewJob job;
  job.kind = reading_job;
  job.subject = id.key();
  job.ordered_by = "scan-batch:" + id.text();
  json::Writer(job.payload).begin_object().member("batch", id.text()).end_object();
  CHARTA_TRY_DO(jobs_.add(work, job));
  return {};
}

Result<BatchId> ImagingService::prepare(const Actor& actor, const BatchHeader& header) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY_DO(check_header(header));
  const Batch made = new_batch(actor, header);
  return store_.write([&](store::UnitOfWork& work) -> Result<BatchId> {
    Batch batch = made;
    CHARTA_TRY_DO(add_batch(work, actor, batch));
    return batch.id;
  });
}

Result<void> ImagingService::feed(const Actor& actor, BatchId id, BytesView bytes, const std::string& media_type,
                                  std::int64_t again) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  if (bytes.empty()) return fail(ErrorKind::missing, "the file is empty", "body");
  if (again < 0 || again > sheets_most) return fail(ErrorKind::invalid, "say how many sheets are fed a second time", "again");
  Feed feed = new_feed(actor, id, bytes, media_type);
  feed.again = again;
  CHARTA_TRY(const auto digest, store_.blobs().put(bytes));  // durable before anything refers to it
  const auto done = change(actor, id, 0, {}, [&](store::UnitOfWork& work, Batch& batch) -> Result<void> {
    CHARTA_TRY(const auto known, rows_.batch_with_file(work, digest.hex()));
    if (known)
      return fail(ErrorKind::business_rule, "this very file is in scan batch " + known->text() + " already; it is taken once",
                  "body");
    if (batch.state != "prepped" && batch.state != "scanned")
      return fail(ErrorKind::business_rule, "this batch is " + batch.state + "; choose 'rescan' to feed more", "state");
    CHARTA_TRY_DO(add_feed(work, actor, batch, feed, digest));
    if (again > 0) {
      batch.again += again;
      CHARTA_TRY_DO(rows_.save_header(work, batch));
    }
    if (batch.state == "prepped") CHARTA_TRY_DO(step(work, actor, batch, "feed"));
    return order_reading(work, id);
  });
  if (!done) return done.error();
  jobs_.wake();
  return {};
}

Result<Taken> ImagingService::take_together(const Actor& actor, const BatchHeader& header, const std::vector<IncomingFile>& files,
                                            const std::function<Result<void>(store::UnitOfWork&, BatchId)>& also) {
  CHARTA_TRY_DO(access::require(actor, Permission::file_documents));
  CHARTA_TRY_DO(check_header(header));
  const Batch made = new_batch(actor, header);
  std::vector<std::pair<Feed, Digest>> feeds;
  for (const auto& file : files) {
    if (file.bytes.empty()) return fail(ErrorKind::missing, "a file is empty", "body");
    CHARTA_TRY(const auto digest, store_.blobs().put(file.bytes));  // durable before anything refers to it
    const bool is_twice = std::any_of(feeds.begin(), feeds.end(), [&](const auto& one) { return one.second == digest; });
    if (!is_twice) feeds.emplace_back(new_feed(actor, made.id, file.bytes, file.media_type), digest);
  }
  if (feeds.empty()) return fail(ErrorKind::missing, "there is no file", "body");
  const auto done = store_.write([&](store::UnitOfWork& work) -> Result<Taken> {
    Batch batch = made;
    std::optional<BatchId> holder;
    std::vector<std::pair<Feed, Digest>> fresh;
    for (const auto& feed : feeds) {
      CHARTA_TRY(const auto known, rows_.batch_with_file(work, feed.second.hex()));
      if (!known) fresh.push_back(feed);
      if (known && !holder) holder = known;
    }
    if (!fresh.empty()) {
      CHARTA_TRY_DO(add_batch(work, actor, batch));
      for (auto& feed : fresh) CHARTA_TRY_DO(add_feed(work, actor, batch, feed.first, feed.second));
      CHARTA_TRY_DO(step(work, actor, batch, "feed"));
      CHARTA_TRY_DO(order_reading(work, batch.id));
    }
    const Taken taken{fresh.empty() ? *holder : batch.id, fresh.empty()};
    CHARTA_TRY_DO(also(work, taken.batch));
    return taken;
  });
  if (done) jobs_.wake();
  return done;
}

Result<Taken> ImagingService::take(const Actor& actor, const BatchHeader& header, BytesView bytes,
                                   const std::string& media_type) {
  return take_together(actor, header, {{bytes, media_type}}, [](store::UnitOfWork&, BatchId) -> Result<void> { return {}; });
}

Result<void> ImagingService::count(const Actor& actor, BatchId id, const BatchHeader& counted, std::int64_t version) {
  CHARTA_TRY_DO(check_header(counted));
  if (!counted.sheets) return fail(ErrorKind::missing, "say how many sheets there are", "sheets");
  return change(actor, id, version, "counted", [&](store::UnitOfWork& work, Batch& batch) -> Result<void> {
    if (batch.sheets) return fail(ErrorKind::business_rule, "the sheets of this batch were counted already", "sheets");
    batch.sheets = counted.sheets;
    batch.sides = counted.sides;
    batch.blanks_dropped = counted.blanks_dropped;
    CHARTA_TRY_DO(rows_.save_header(work, batch));
    return worklists_.set_detail(work, batch.item, detail_of(batch));
  });
}

}  // namespace charta::document_imaging
