// SPDX-License-Identifier: Apache-2.0
#include "department/patient_index/number_store.hpp"

namespace charta::patient_index {
namespace {

using store::Statement;

constexpr Statement select_issued{"numbers.select_issued", "SELECT issued FROM number_series WHERE assigner = :assigner"};
constexpr Statement upsert_issued{"numbers.upsert_issued", R"sql(
  INSERT INTO number_series (assigner, issued) VALUES (:assigner, :issued)
  ON CONFLICT (assigner) DO UPDATE SET issued = excluded.issued)sql"};

}  // namespace

Result<std::int64_t> NumberStore::issued(store::Reader& reader, std::string_view assigner) const {
  CHARTA_TRY(const auto place,
             reader.read_one(select_issued, {{"assigner", assigner}}, [](const store::Row& row) { return row.integer(0); }));
  return place.value_or(0);
}

Result<void> NumberStore::set_issued(store::UnitOfWork& work, std::string_view assigner, std::int64_t place) const {
  return work.write(upsert_issued, {{"assigner", assigner}, {"issued", place}});
}

}  // namespace charta::patient_index
