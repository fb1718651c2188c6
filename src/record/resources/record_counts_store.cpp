// SPDX-License-Identifier: Apache-2.0
#include "record/resources/record_counts_store.hpp"

#include "formats/fhir/definitions.hpp"

namespace charta::resources {
namespace {

constexpr store::Statement count_of_patient{
    "resources.count_of_patient", "SELECT type, COUNT(*) FROM resource WHERE patient = :patient AND deleted = 0 GROUP BY type"};

}  // namespace

Result<std::vector<std::pair<std::string, std::int64_t>>> counts_of_record(store::Reader& reader, PatientId patient) {
  return reader.read_all(count_of_patient, {{"patient", patient}}, [](const store::Row& row) {
    return std::pair(std::string(fhir::resource_type_name(static_cast<std::uint16_t>(row.integer(0)))), row.integer(1));
  });
}

}  // namespace charta::resources
