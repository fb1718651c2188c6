// SPDX-License-Identifier: Apache-2.0
#include "app/demo_audits.hpp"

#include "app/hospital.hpp"

#include <algorithm>

namespace charta::app {
namespace {

using namespace shelf_audits;

constexpr std::int64_t section = 24;

class DemoAudits {
 public:
  explicit DemoAudits(Hospital& hospital) : hospital_(hospital), audits_(*hospital.audits) {}

  Result<void> furnish() {
    CHARTA_TRY(const auto known, audits_.audits(actor_, false, 1));
    if (!known.empty()) return {};
    paper_charts::PlaceFilter filter;
    filter.kind = "room";
    filter.text = "file room";
    CHARTA_TRY(const auto rooms, hospital_.paper->places(actor_, filter));
    if (rooms.empty()) return {};
    CHARTA_TRY_DO(read(rooms.front().id, "00-00-05", 0, 0));
    CHARTA_TRY_DO(read(rooms.front().id, "00-00-30", 2, 0));
    CHARTA_TRY_DO(read(rooms.front().id, "00-00-55", 1, 1));
    const auto waiting = audits_.plan(actor_, {rooms.front().id, section, {}});
    if (!waiting && waiting.error().kind != ErrorKind::business_rule) return waiting.error();  // nothing stands there: no audit
    return {};
  }

 private:
  /// A section that was read with this many folders exchanged with their neighbours and this many not there.
  Result<void> read(PlaceId room, const std::string& from, std::size_t exchanged, std::size_t absent) {
    CHARTA_TRY(auto labels, labels_from(room, from));
    if (labels.size() < 4) return {};
    CHARTA_TRY(const auto audit, audits_.plan(actor_, {room, section, from}));
    for (std::size_t i = 0; i < exchanged && 4 * i + 3 < labels.size(); ++i) std::swap(labels[4 * i + 1], labels[4 * i + 3]);
    for (std::size_t i = 0; i < absent; ++i) labels.pop_back();
    for (const auto& label : labels)
      CHARTA_TRY_DO(audits_.read(actor_, {audit, label, "demo", ++number_, hospital_.clock.now()}));
    CHARTA_TRY(const auto view, audits_.view(actor_, audit));
    worklists::Act act;
    act.event = "compare";
    CHARTA_TRY_DO(hospital_.worklists->act(actor_, view.audit.item, act));
    return {};
  }

  Result<std::vector<std::string>> labels_from(PlaceId room, const std::string& from) {
    return hospital_.store->read([&](store::Reader& reader) -> Result<std::vector<std::string>> {
      const auto key = paper_charts::filing_key(paper_charts::FilingOrder::terminal_digit, from);
      CHARTA_TRY(const auto standing, paper_charts::StandingStore().from(reader, room, key, section));
      std::vector<std::string> labels;
      for (const auto& one : standing) {
        CHARTA_TRY(const auto row, paper_charts::PaperStore().volume(reader, one.volume));
        if (row) labels.push_back(row->volume.barcode);
      }
      return labels;
    });
  }

  Hospital& hospital_;
  AuditService& audits_;
  access::Actor actor_ = access::Actor::system("demo");
  std::int64_t number_ = 0;
};

}  // namespace

Result<void> furnish_demo_audits(Hospital& hospital) {
  return DemoAudits(hospital).furnish();
}

}  // namespace charta::app
