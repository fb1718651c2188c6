// SPDX-License-Identifier: Apache-2.0
#include "app/demo_distribution.hpp"

#include "app/distribution_wiring.hpp"
#include "app/hospital.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>

namespace charta::app {
namespace {

using namespace distribution;

constexpr std::size_t given_out = 24;

class DemoDistribution {
 public:
  explicit DemoDistribution(Hospital& hospital)
      : hospital_(hospital),
        service_(*hospital.distribution),
        facts_(*hospital.store, *hospital.resources, *hospital.encounters, *hospital.chart) {}

  Result<void> furnish() {
    CHARTA_TRY(const auto figures, service_.figures(actor_));
    if (figures.begun_at) return {};
    CHARTA_TRY(const auto documents, newest());
    if (documents.empty()) return {};
    CHARTA_TRY_DO(service_.begin(actor_));
    CHARTA_TRY_DO(say_how_they_are_reached(documents));
    CHARTA_TRY_DO(ask(documents));
    CHARTA_TRY_DO(give_out_once(hospital_));
    CHARTA_TRY_DO(let_one_fax_fail());
    return change_one_that_is_out();
  }

 private:
  Result<std::vector<ResourceId>> newest() {
    return hospital_.store->read([&](store::Reader& reader) -> Result<std::vector<ResourceId>> {
      std::vector<ResourceId> all;
      for (ResourceId after;;) {
        CHARTA_TRY(const auto some, hospital_.chart->rows().documents_after(reader, after, 2000));
        if (some.empty()) break;
        all.insert(all.end(), some.begin(), some.end());
        after = some.back();
      }
      if (all.size() > given_out) all.erase(all.begin(), all.end() - given_out);
      return all;
    });
  }

  /// The first of them has an inbox here, the next is known to nobody, one has a printer that is away; the others have a fax.
  Result<void> say_how_they_are_reached(const std::vector<ResourceId>& documents) {
    std::map<std::string, std::string> people;
    CHARTA_TRY_DO(hospital_.store->read([&](store::Reader& reader) -> Result<void> {
      for (const auto document : documents) {
        CHARTA_TRY(const auto given, facts_.of(reader, document, "AU"));
        for (std::size_t i = 0; given && i < given->facts.named.size(); ++i)
          if (const auto& who = given->facts.named[i].who; who.is_known()) people[who.key] = who.name;
      }
      return Result<void>();
    }));
    CHARTA_TRY(const auto users, hospital_.access->list_users(actor_));
    UserId hale;
    for (const auto& user : users)
      if (user.name == "hale") hale = user.id;
    int number = 0;
    for (const auto& [key, name] : people) {
      Recipient one;
      one.key = key;
      one.name = name.empty() ? key : name;
      if (number == 0 && hale.is_set()) {
        one.user = hale;
        one.ways = {{Channel::inbox, ""}};
      } else if (number == 2) {
        one.ways = {{Channel::print, "ipp://localhost:9/printers/clinic-east"}};
      } else if (number != 1) {
        one.ways = {{Channel::fax, "+1 555 01" + std::to_string(10 + number % 90)}};
      }
      ++number;
      if (one.is_known()) CHARTA_TRY_DO(service_.save_recipient(actor_, one));
    }
    return {};
  }

  Result<void> ask(const std::vector<ResourceId>& documents) {
    const auto now = hospital_.clock.now();
    return hospital_.store->write([&](store::UnitOfWork& work) -> Result<void> {
      for (const auto document : documents)
        CHARTA_TRY_DO(service_.directory().ask(work, document, "AU", MessageId(), false, now));
      return {};
    });
  }

  Result<std::vector<Copy>> sent_by_fax() {
    CopyFilter filter;
    filter.channel = Channel::fax;
    filter.state = CopyState::sent;
    filter.limit = 5;
    CHARTA_TRY(auto page, service_.list(actor_, filter));
    return std::move(page.copies);
  }

  Result<void> let_one_fax_fail() {
    CHARTA_TRY(const auto sent, sent_by_fax());
    const auto& folder = hospital_.configuration.fax_folder;
    if (sent.empty() || folder.empty()) return {};
    std::error_code error;
    std::filesystem::create_directories(folder + "/receipts", error);
    std::ofstream(folder + "/receipts/demo.json")
        << R"({"number":")" << sent.front().number() << R"(","state":"failed","reason":"no answer after five calls"})";
    CHARTA_TRY_DO(give_out_once(hospital_));
    return {};
  }

  Result<void> change_one_that_is_out() {
    CHARTA_TRY(const auto sent, sent_by_fax());
    for (const auto& copy : sent) {
      if (copy.document_type != "DocumentReference") continue;
      CHARTA_TRY(const auto stored,
                 hospital_.store->read([&](store::Reader& reader) { return hospital_.resources->load(reader, copy.document); }));
      if (!stored || stored->deleted) continue;
      CHARTA_TRY(auto document, json::Document::parse(stored->json));
      const auto attachment = document.root()["content"].at(0)["attachment"];
      const auto words = from_base64(attachment["data"].text());
      if (!words || words->empty()) continue;
      document.set(attachment, "data", to_base64(*words + "\nCorrected: the right side, not the left.\n"));
      CHARTA_TRY_DO(hospital_.resources->update(actor_, "DocumentReference", stored->id, json::write(document.root()), ""));
      CHARTA_TRY_DO(give_out_once(hospital_));
      return {};
    }
    return {};
  }

  Hospital& hospital_;
  DistributionService& service_;
  DistributionFactsReader facts_;
  access::Actor actor_ = access::Actor::system("demo");
};

}  // namespace

Result<void> furnish_demo_distribution(Hospital& hospital) {
  return DemoDistribution(hospital).furnish();
}

}  // namespace charta::app
