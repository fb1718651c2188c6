// SPDX-License-Identifier: Apache-2.0
#include "app/archive_wiring.hpp"

#include "app/hospital.hpp"
#include "store/durable_file.hpp"

#include <cctype>
#include <filesystem>

namespace charta::app {
namespace {

/// A vendor's code as the name of a folder: nothing in it leads anywhere else.
std::string folder_name(const std::string& vendor) {
  std::string name;
  for (const char c : vendor) name += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ? c : '_';
  return name;
}

/// Whole or not at all: the vendor's program sees the file when all of it is there.
Result<void> put_file(const std::string& root, const std::string& vendor, const std::string& name, const std::string& bytes) {
  const std::string relative = "vendor-orders/" + folder_name(vendor), folder = root + "/" + relative;
  CHARTA_TRY_DO(store::make_folder(root, relative));
  const std::string path = folder + "/" + name, part = path + ".part";
  std::error_code error;
  std::filesystem::remove(part, error);
  CHARTA_TRY(auto file, store::File::create(part));
  CHARTA_TRY_DO(file.write(BytesView(bytes)));
  CHARTA_TRY_DO(file.sync());
  std::filesystem::rename(part, path, error);
  if (error) return fail(ErrorKind::unavailable, "the order's file cannot be put into " + folder + ": " + error.message());
  return store::sync_folder(folder);
}

}  // namespace

Result<std::unique_ptr<holdings::HoldingsService>> open_holdings(Hospital& hospital) {
  CHARTA_TRY(const auto* rule, hospital.rules.in_force("paper-charts/delivery-times", hospital.clock.now().utc_date(),
                                                       hospital.configuration.jurisdiction));
  CHARTA_TRY(auto times, holdings::DeliveryTimes::read(*rule));
  return std::make_unique<holdings::HoldingsService>(*hospital.store, *hospital.patient_index, *hospital.paper,
                                                     *hospital.encounters, *hospital.chart, hospital.clock, std::move(times));
}

Result<std::unique_ptr<off_site_orders::OrderService>> open_off_site_orders(Hospital& hospital) {
  const Date today = hospital.clock.now().utc_date();
  const auto& place = hospital.configuration.jurisdiction;
  CHARTA_TRY(const auto* service_rule, hospital.rules.in_force("paper-charts/vendor-service", today, place));
  CHARTA_TRY(auto service, off_site_orders::VendorService::read(*service_rule));
  CHARTA_TRY(const auto* retirement_rule, hospital.rules.in_force("paper-charts/retirement", today, place));
  CHARTA_TRY(auto retirement, off_site_orders::RetirementRules::read(*retirement_rule));
  auto orders = std::make_unique<off_site_orders::OrderService>(
      *hospital.store, *hospital.paper, *hospital.patient_index, *hospital.encounters, *hospital.worklists, *hospital.ledger,
      hospital.clock, hospital.keys, std::move(service), std::move(retirement),
      [root = hospital.configuration.data](const std::string& vendor, const std::string& name, const std::string& bytes) {
        return put_file(root, vendor, name, bytes);
      });
  orders->declare();
  return orders;
}

}  // namespace charta::app
