// SPDX-License-Identifier: Apache-2.0
// The SQL of the floor: the only file that names floor_wish, floor_delivery, floor_run.
#pragma once
#include "department/floor_delivery/delivery.hpp"
#include "store/store.hpp"

namespace charta::floor_delivery {

/// What a ward asked for.
struct Wish {
  std::string ward;
  bool wants_paper = false, wants_calls = false;
  Instant changed_at;
  UserId changed_by;
};

struct Run {
  RunId id;
  UserId taken_by;
  Instant taken_at;
  std::string wards;  ///< codes with commas; empty: every ward
  std::int64_t copies = 0;
};

class FloorStore {
 public:
  Result<std::vector<Wish>> wishes(store::Reader& reader) const;
  Result<void> save_wish(store::UnitOfWork& work, const Wish& wish) const;

  Result<void> add(store::UnitOfWork& work, const Delivery& copy) const;
  Result<void> save(store::UnitOfWork& work, const Delivery& copy) const;
  Result<std::optional<Delivery>> of_item(store::Reader& reader, WorkItemId item) const;
  /// The open one with this barcode, else the newest.
  Result<std::optional<Delivery>> of_barcode(store::Reader& reader, std::string_view barcode) const;
  Result<std::optional<Delivery>> of_copy(store::Reader& reader, std::int64_t copy) const;
  Result<std::vector<Delivery>> of_document(store::Reader& reader, ResourceId document) const;
  Result<std::vector<Delivery>> open_of_encounter(store::Reader& reader, ResourceId encounter) const;
  /// Never printed when its patient left.
  Result<std::vector<Delivery>> left_unprinted(store::Reader& reader, PatientId patient, ResourceId encounter) const;
  Result<std::vector<Delivery>> open(store::Reader& reader, std::int64_t limit) const;
  Result<std::vector<Delivery>> of_run(store::Reader& reader, RunId run) const;
  Result<std::vector<Delivery>> delivered_between(store::Reader& reader, Instant from, Instant until, std::int64_t limit) const;
  Result<void> relabel(store::UnitOfWork& work, PatientId patient, access::SensitivityMask removed,
                       access::SensitivityMask added) const;
  Result<void> move(store::UnitOfWork& work, ResourceId document, PatientId to, int facility,
                    access::SensitivityMask sensitivity) const;

  Result<void> add_run(store::UnitOfWork& work, const Run& run) const;
  Result<std::optional<Run>> run(store::Reader& reader, RunId run) const;
};

}  // namespace charta::floor_delivery
