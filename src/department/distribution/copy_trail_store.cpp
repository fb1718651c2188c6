// SPDX-License-Identifier: Apache-2.0
// What happened to copies, the words as they went, receipts.
#include "department/distribution/copy_store.hpp"
#include "store/compression.hpp"

namespace charta::distribution {
namespace {

using store::Row;
using store::Statement;

constexpr Statement insert_step{"distribution.insert_step", R"sql(
  INSERT INTO distribution_step (step, copy, at, event, state, channel, done_by, words, proof)
  VALUES (:step, :copy, :at, :event, :state, :channel, :done_by, :words, :proof))sql"};
constexpr Statement select_steps{"distribution.select_steps", R"sql(
  SELECT step, copy, at, event, state, channel, done_by, words, proof FROM distribution_step WHERE copy = :copy ORDER BY step)sql"};
constexpr Statement upsert_words{"distribution.keep_words", R"sql(
  INSERT INTO distribution_words (document, version, words) VALUES (:document, :version, :words)
  ON CONFLICT (document, version) DO UPDATE SET words = excluded.words)sql"};
constexpr Statement select_words{"distribution.words",
                                 "SELECT words FROM distribution_words WHERE document = :document AND version = :version"};
constexpr Statement insert_receipt{"distribution.take_receipt", R"sql(
  INSERT INTO distribution_receipt (receipt, copy, taken_at) VALUES (:receipt, :copy, :taken_at)
  ON CONFLICT (receipt) DO NOTHING)sql"};

}  // namespace

Result<void> CopyStore::add_step(store::UnitOfWork& work, const CopyStep& step) const {
  return work.write(insert_step, {{"step", step.key},
                                  {"copy", step.copy},
                                  {"at", step.at},
                                  {"event", step.event},
                                  {"state", step.state},
                                  {"channel", step.channel},
                                  {"done_by", step.by.key()},
                                  {"words", step.words},
                                  {"proof", step.proof}});
}

Result<std::vector<CopyStep>> CopyStore::steps(store::Reader& reader, CopyId copy) const {
  return reader.read_all(select_steps, {{"copy", copy}}, [](const Row& row) {
    return CopyStep{row.integer(0), row.id<CopyId>(1), row.instant(2), row.string(3), row.string(4),
                    row.string(5),  row.id<UserId>(6), row.string(7),  row.string(8)};
  });
}

Result<void> CopyStore::keep_words(store::UnitOfWork& work, ResourceId document, std::int64_t version,
                                   std::string_view words) const {
  const auto bytes = store::packed(words);
  return work.write(upsert_words, {{"document", document}, {"version", version}, {"words", store::Value::bytes(bytes)}});
}

Result<std::optional<std::string>> CopyStore::words(store::Reader& reader, ResourceId document, std::int64_t version) const {
  CHARTA_TRY(const auto bytes, reader.read_one(select_words, {{"document", document}, {"version", version}},
                                               [](const Row& row) { return Bytes(row.bytes(0)); }));
  if (!bytes) return std::optional<std::string>();
  auto words = store::unpacked(*bytes);
  if (!words) return fail(ErrorKind::internal, "the words of document " + document.text() + " cannot be unpacked");
  return words;
}

Result<bool> CopyStore::take_receipt(store::UnitOfWork& work, std::string_view receipt, CopyId copy, Instant now) const {
  CHARTA_TRY(const auto taken,
             work.write_counted(insert_receipt, {{"receipt", receipt}, {"copy", copy.key()}, {"taken_at", now}}));
  return taken > 0;
}

}  // namespace charta::distribution
