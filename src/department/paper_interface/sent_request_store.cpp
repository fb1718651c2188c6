// SPDX-License-Identifier: Apache-2.0
#include "department/paper_interface/sent_request_store.hpp"

namespace charta::paper_interface {
namespace {

constexpr store::Statement insert_sent{"paper_interface.insert_sent", R"sql(
  INSERT INTO paper_sent_request (sender, system, value, requisition, digest, opened_it, at)
  VALUES (:sender, :system, :value, :requisition, :digest, :opened_it, :at))sql"};
constexpr store::Statement select_sent{"paper_interface.select_sent", R"sql(
  SELECT sender, system, value, requisition, digest, opened_it, at FROM paper_sent_request
   WHERE sender = :sender AND system = :system AND value = :value)sql"};
constexpr store::Statement select_sent_of{"paper_interface.select_sent_of", R"sql(
  SELECT sender, system, value, requisition, digest, opened_it, at FROM paper_sent_request
   WHERE requisition = :requisition ORDER BY at, sender, system, value)sql"};

KnownRequest known_of(const store::Row& row) {
  KnownRequest known;
  known.sender = row.id<UserId>(0);
  known.system = row.string(1);
  known.value = row.string(2);
  known.requisition = row.id<paper_charts::RequisitionId>(3);
  known.digest = row.string(4);
  known.opened_it = row.integer(5) != 0;
  known.at = row.instant(6);
  return known;
}

}  // namespace

Result<void> SentRequestStore::add(store::UnitOfWork& work, const KnownRequest& known) const {
  return work.write(insert_sent, {{"sender", known.sender.key()},
                                  {"system", known.system},
                                  {"value", known.value},
                                  {"requisition", known.requisition.key()},
                                  {"digest", known.digest},
                                  {"opened_it", known.opened_it},
                                  {"at", known.at}});
}

Result<std::optional<KnownRequest>> SentRequestStore::find(store::Reader& reader, UserId sender, std::string_view system,
                                                           std::string_view value) const {
  return reader.read_one(select_sent, {{"sender", sender.key()}, {"system", system}, {"value", value}}, known_of);
}

Result<std::vector<KnownRequest>> SentRequestStore::of_requisition(store::Reader& reader,
                                                                   paper_charts::RequisitionId requisition) const {
  return reader.read_all(select_sent_of, {{"requisition", requisition.key()}}, known_of);
}

}  // namespace charta::paper_interface
