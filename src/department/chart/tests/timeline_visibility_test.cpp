// SPDX-License-Identifier: Apache-2.0
// Whose entries stand in whose timeline: facilities, labels, and what breaking the glass opens and leaves shut.
#include "chart_schema.hpp"
#include "department/chart/chart_store.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

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

  void add(std::int64_t resource, PatientId patient, int facility, access::SensitivityMask labels) {
    ChartEntry entry;
    entry.resource = ResourceId(resource);
    entry.patient = patient;
    entry.at = Instant(1'000 * resource);
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
    const auto timeline = store().read([&](store::Reader& reader) { return entries_.timeline(reader, query, visibility); }).value();
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

}  // namespace
}  // namespace charta::chart
