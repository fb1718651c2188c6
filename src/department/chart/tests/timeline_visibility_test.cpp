// SPDX-License-Identifier: Apache-2.0
// Whose entries stand in whose timeline: facilities, labels, and what breaking the glass opens and leaves shut.
#include "chart_schema.hpp"
#include "department/chart/chart_store.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace charta::chart {
namespace {

constexpr auto vip = static_cast<access::SensitivityMask>(access::Sensitivity::vip);
constexpr auto notes = static_cast<access::SensitivityMask>(access::Sensitivity::psychotherapy_notes);
const PatientId ada{1001}, tom{1002};

class TimelineVisibility : public charta::testing::StoreTest {
 protected:
  void SetUp() override {
    open({chart_schema()});
    add(1, ada, 0, 0);
    add(2, ada, 0, vip);
    add(3, ada, 0, notes);
    add(4, ada, 5, 0);
    add(5, tom, 0, vip);
  }

  void add(std::int64_t resource, PatientId patient, int facility, access::SensitivityMask labels, std::string encounter = "",
           std::int64_t second = 0) {
    ChartEntry entry;
    entry.resource = ResourceId(resource);
    entry.patient = patient;
    entry.at = Instant(1'000 * (second != 0 ? second : resource));
    entry.encounter = std::move(encounter);
    entry.kind = "document";
    entry.resource_type = "DocumentReference";
    entry.fhir_id = std::to_string(resource);
    entry.facility = facility;
    entry.sensitivity = labels;
    const auto saved = store().write([&](store::UnitOfWork& work) { return entries_.save(work, entry, false); });
    ASSERT_TRUE(saved) << saved.error().message;
  }

  /// The resources that are seen, newest first, and counted alike.
  std::vector<std::int64_t> seen(PatientId patient, const access::Visibility& visibility) {
    TimelineQuery query;
    query.patients = {patient};
    const auto timeline =
        store().read([&](store::Reader& reader) { return entries_.timeline(reader, query, visibility); }).value();
    std::vector<std::int64_t> resources;
    for (const auto& entry : timeline.entries) resources.push_back(entry.resource.key());
    EXPECT_EQ(timeline.total, static_cast<std::int64_t>(resources.size()));
    return resources;
  }

  ChartStore entries_;
  access::Visibility nurse_{1, 0, {}, vip};  ///< of facility 0, with no clearance; breaking the glass would open "vip"
};
CHARTA_ON_BOTH_ENGINES(TimelineVisibility);

using Seen = std::vector<std::int64_t>;

TEST_P(TimelineVisibility, WithoutClearanceOnlyWhatHasNoLabelInTheOwnFacility) {
  EXPECT_EQ(seen(ada, nurse_), Seen({1}));
}

TEST_P(TimelineVisibility, AClearanceOpensItsLabelAlone) {
  nurse_.clearance = vip;
  EXPECT_EQ(seen(ada, nurse_), Seen({2, 1}));
}

TEST_P(TimelineVisibility, ABrokenGlassOpensEveryFacilityAndItsLabelsButNotPsychotherapyNotes) {
  nurse_.opened_by_glass = {ada};  // 45 CFR 164.508(a)(2)
  EXPECT_EQ(seen(ada, nurse_), Seen({4, 2, 1}));
}

TEST_P(TimelineVisibility, ABrokenGlassOpensNobodyElsesRecord) {
  nurse_.opened_by_glass = {ada};
  EXPECT_EQ(seen(tom, nurse_), Seen());
}

TEST_P(TimelineVisibility, EverythingIsSeenByWhoeverMaySeeEverything) {
  EXPECT_EQ(seen(ada, {access::all_facilities, access::full_clearance, {}, 0}), Seen({4, 3, 2, 1}));
}

TEST_P(TimelineVisibility, OfAVisitWhatIsHiddenTakesNoPlaceOfWhatIsSeen) {
  for (std::int64_t resource = 10; resource < 16; ++resource) add(resource, ada, 0, resource < 12 ? 0 : notes, "visit-1");
  const auto seen_of_visit =
      store().read([&](store::Reader& reader) { return entries_.of_encounter(reader, "visit-1", nurse_, 2); }).value();
  ASSERT_EQ(seen_of_visit.size(), 2U) << "the four newest are hidden";
  EXPECT_EQ(seen_of_visit[0].resource.key(), 11);
  EXPECT_EQ(seen_of_visit[1].resource.key(), 10);
}

// A person with two records, whose entries stand at the same moments: page after page shows each once, newest first.
TEST_P(TimelineVisibility, PagesOfAPersonWithTwoRecordsShowEachEntryOnce) {
  for (std::int64_t resource = 20; resource < 43; ++resource)
    add(resource, resource % 2 == 0 ? ada : tom, 0, 0, "", resource / 4);
  const access::Visibility everything{access::all_facilities, access::full_clearance, {}, 0};
  for (const std::int64_t size : {1, 3, 7, 100}) {
    std::vector<std::int64_t> shown;
    Instant last = Instant(1'000'000);
    for (std::int64_t offset = 0;; offset += size) {
      TimelineQuery query;
      query.patients = {ada, tom};
      query.limit = size;
      query.offset = offset;
      const auto page = store().read([&](store::Reader& reader) { return entries_.timeline(reader, query, everything); }).value();
      EXPECT_EQ(page.total, 28);
      if (page.entries.empty()) break;
      for (const auto& entry : page.entries) {
        EXPECT_LE(entry.at, last);
        last = entry.at;
        shown.push_back(entry.resource.key());
      }
    }
    EXPECT_EQ(shown.size(), 28U) << "pages of " << size;
    std::sort(shown.begin(), shown.end());
    EXPECT_EQ(std::unique(shown.begin(), shown.end()), shown.end()) << "pages of " << size;
  }
}

TEST_P(TimelineVisibility, ASpanHoldsItsBeginningAndNotItsEndAndAKindOnlyItself) {
  TimelineQuery query;
  query.patients = {ada};
  query.from = Instant(2'000);
  query.until = Instant(4'000);
  const access::Visibility everything{access::all_facilities, access::full_clearance, {}, 0};
  const auto shown = [&] {
    std::vector<std::int64_t> resources;
    const auto page = store().read([&](store::Reader& reader) { return entries_.timeline(reader, query, everything); }).value();
    for (const auto& entry : page.entries) resources.push_back(entry.resource.key());
    EXPECT_EQ(page.total, static_cast<std::int64_t>(resources.size()));
    return resources;
  };
  EXPECT_EQ(shown(), Seen({3, 2}));
  query.kind = "report";
  EXPECT_EQ(shown(), Seen());
  query.kind = "document";
  query.from = query.until = {};
  EXPECT_EQ(shown(), Seen({4, 3, 2, 1}));
}

TEST_P(TimelineVisibility, ALabelTakenOffTheRecordLeavesThoseOfTheEntriesThemselves) {
  const auto labelled = [&](std::uint32_t labels) {
    return store().read([&](store::Reader& reader) { return entries_.labelled(reader, ada, labels); }).value().size();
  };
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return entries_.add_label(work, ada, vip); }));
  EXPECT_EQ(labelled(vip), 4U);
  EXPECT_EQ(labelled(notes), 1U) << "its own label beside the record's";
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return entries_.set_label(work, ResourceId(3), notes); }));
  EXPECT_EQ(labelled(vip), 3U);
  EXPECT_EQ(labelled(notes), 1U);
}

}  // namespace
}  // namespace charta::chart
