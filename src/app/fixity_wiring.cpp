// SPDX-License-Identifier: Apache-2.0
#include "app/fixity_wiring.hpp"

#include "app/hospital.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using document_imaging::BatchId;
using document_imaging::FeedId;
using document_imaging::PageId;
using fixity::Touched;

Result<std::optional<Touched>> resource_of(const Hospital& hospital, store::Reader& reader, ResourceId key) {
  CHARTA_TRY(const auto stored, hospital.resources->load(reader, key));
  if (!stored) return std::optional<Touched>();
  Touched one{"document", stored->type + "/" + stored->id, {}, stored->patient, stored->facility, stored->sensitivity};
  if (stored->type == "DocumentReference") one.link = "/app/documents/" + stored->id;
  return std::optional(one);
}

Result<std::optional<BatchId>> batch_of(store::Reader& reader, const store::BlobReference& reference) {
  const document_imaging::ImagingStore rows;
  if (reference.owner_kind == "scan_feed") return rows.batch_of_feed(reader, FeedId(reference.owner));
  CHARTA_TRY(const auto page, rows.page(reader, PageId(reference.owner)));
  return page ? std::optional(page->batch) : std::nullopt;
}

Result<std::optional<Touched>> touched_by(const Hospital& hospital, store::Reader& reader,
                                          const store::BlobReference& reference) {
  if (reference.owner_kind == "resource" || reference.owner_kind == "misfile_reading")
    return resource_of(hospital, reader, ResourceId(reference.owner));
  if (reference.owner_kind == "scan_feed" || reference.owner_kind == "scan_page") {
    CHARTA_TRY(const auto batch, batch_of(reader, reference));
    if (!batch) return std::optional<Touched>();
    return std::optional(Touched{"scan batch", batch->text(), "/app/scanning/" + batch->text(), {}, 0, 0});
  }
  if (reference.owner_kind == "scan_mail")
    return std::optional(Touched{"mail", print_key(reference.owner), "/app/scanning", {}, 0, 0});
  if (reference.owner_kind == "message") {
    const MessageId message(reference.owner);
    CHARTA_TRY(const auto row, intake::MessageJournal().find(reader, message));
    if (!row) return std::optional<Touched>();
    return std::optional(
        Touched{"message", message.text(), "/app/messages/" + message.text(), row->patient, row->facility, row->sensitivity});
  }
  return std::optional(Touched{reference.owner_kind, print_key(reference.owner), {}, {}, 0, 0});
}

Result<std::vector<Touched>> names(const Hospital& hospital, store::Reader& reader,
                                   const std::vector<store::BlobReference>& references) {
  std::vector<Touched> list;
  for (const auto& reference : references) {
    CHARTA_TRY(const auto one, touched_by(hospital, reader, reference));
    const bool is_new =
        one && std::none_of(list.begin(), list.end(), [&](const Touched& other) { return other.name == one->name; });
    if (is_new) list.push_back(*one);
  }
  return list;
}

}  // namespace

Result<std::unique_ptr<fixity::FixityService>> open_fixity(Hospital& hospital) {
  CHARTA_TRY(auto rules,
             fixity::FixityRules::read(hospital.rules, hospital.clock.now().utc_date(), hospital.configuration.jurisdiction));
  auto service = std::make_unique<fixity::FixityService>(
      *hospital.store, *hospital.ledger, *hospital.worklists, hospital.clock, hospital.keys, std::move(rules),
      [&hospital](store::Reader& reader, const Digest&, const std::vector<store::BlobReference>& references) {
        return names(hospital, reader, references);
      });
  service->declare();
  return service;
}

}  // namespace charta::app
