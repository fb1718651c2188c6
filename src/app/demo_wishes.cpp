// SPDX-License-Identifier: Apache-2.0
#include "app/demo_wishes.hpp"

#include "app/hospital.hpp"

namespace charta::app {

Result<void> furnish_demo_wishes(Hospital& hospital) {
  using namespace distribution;
  auto& service = *hospital.distribution;
  const auto demo = access::Actor::system("demo");
  CopyFilter newest;
  newest.channel = Channel::fax;
  newest.limit = 1;
  CHARTA_TRY(const auto page, service.list(demo, newest));
  CHARTA_TRY(const auto noted, service.opt_outs(demo, page.copies.empty() ? PatientId() : page.copies.front().patient));
  if (page.copies.empty() || !noted.empty()) return {};
  const auto& copy = page.copies.front();
  CHARTA_TRY(const auto recipient,
             hospital.store->read([&](store::Reader& reader) { return service.directory().find(reader, copy.recipient); }));
  if (!recipient) return {};
  RecipientStore::StoredOptOut of_one, of_all;
  of_one.recipient = of_all.recipient = recipient->key;
  of_one.patient = copy.patient;
  of_one.reason = "The patient asked by letter to send nothing there";
  of_all.type_code = "18748-4";  // LOINC: diagnostic imaging study
  of_all.reason = "Reads imaging reports in the portal of the radiologists";
  CHARTA_TRY_DO(service.opt_out(demo, of_one));
  return service.opt_out(demo, of_all);
}

}  // namespace charta::app
