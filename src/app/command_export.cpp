// SPDX-License-Identifier: Apache-2.0
// The record out of this program, from the console: beside a running server, or on a hospital opened here.
#include "app/bag_export.hpp"
#include "app/commands.hpp"
#include "app/console.hpp"
#include "app/hospital.hpp"

#include <fmt/format.h>

namespace charta::app {
namespace {

/// By its id, or by a record number that one patient alone has.
Result<PatientId> patient_named(Hospital& hospital, const std::string& name) {
  const auto stored =
      hospital.store->read([&](store::Reader& reader) { return hospital.resources->load(reader, "Patient", name); });
  if (!stored) return stored.error();
  if (*stored) return PatientId((*stored)->key.key());
  CHARTA_TRY(const auto hits, hospital.patient_index->find(access::Actor::system("console"), name, 2));
  if (hits.size() == 1 && hits[0].mrn == name) return hits[0].patient;
  return fail(ErrorKind::not_found, "nobody, or not one patient alone, has this id or record number; look with charta search");
}

}  // namespace

Result<void> export_bag_at(Hospital& hospital, const Arguments& arguments, Console& console) {
  CHARTA_TRY(const auto folder, only_word(arguments, "FOLDER"));
  if (arguments.has("--all") == arguments.has("--patient"))
    return fail(ErrorKind::invalid, "say --all, or whose record with --patient ID", "usage");
  BagOrder order{folder, {}};
  if (arguments.has("--patient")) {
    CHARTA_TRY(const auto patient, patient_named(hospital, arguments.value("--patient")));
    order.patients.push_back(patient);
  }
  CHARTA_TRY(const auto account, export_bag(hospital, order));
  console.out(fmt::format("{}: {} files, {} bytes; {} resources in {} versions, {} documents\n", folder, account.files,
                          account.bytes, account.resources, account.versions, account.documents));
  if (account.unreadable > 0)
    return fail(ErrorKind::business_rule,
                fmt::format("{} documents have no readable bytes; data/csv/documents.csv names them", account.unreadable));
  return {};
}

Result<void> export_bagit(const Arguments& arguments) {
  return run_on_hospital("export bagit", arguments);
}

}  // namespace charta::app
