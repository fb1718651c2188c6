// SPDX-License-Identifier: Apache-2.0
// Services as rows: kept and read back in their order, and the lines of a house that coded before there were any.
#include "coding_desk_schema.hpp"
#include "department/coding_desk/coding_store.hpp"
#include "tests/support/test_store.hpp"

#include <gtest/gtest.h>

namespace charta::coding_desk {
namespace {

const ResourceId coded_stay{41};
constexpr store::Statement old_line{
    "coding_desk.old_line",
    "INSERT INTO coding_line (encounter, sheet, kind, number, code, poa, done_on, origin, index_path, "
    "written_by, written_at) VALUES (41, 'coder', :kind, 1, :code, '', NULL, 'typed', '', 7, 0)"};

class ServiceRows : public charta::testing::StoreTest {
 protected:
  void SetUp() override { open({}); }
  CodedSheet sheet(SheetOf whose = SheetOf::coder) {
    return store().read([&](store::Reader& reader) { return rows_.sheet(reader, coded_stay, whose); }).value();
  }
  CodingStore rows_;
};
CHARTA_ON_BOTH_ENGINES(ServiceRows);

TEST_P(ServiceRows, AreKeptWithModifiersUnitsDayAndWords) {
  ASSERT_TRUE(store().migrate(coding_desk_schema()));
  CodedSheet kept;
  for (const auto* code : {"J1885", "G0383", "J1885"}) {
    CodedLine line;
    line.code = code;
    line.units = static_cast<int>(kept.services.size()) + 1;
    line.done_on = *Date::parse("2026-02-20");
    line.by = UserId(7);
    line.evidence.push_back({"DocumentReference", "d1", ResourceId(9), "Note", 2, 1, "quote " + std::to_string(line.units)});
    kept.services.push_back(line);
  }
  kept.services[2].modifiers = {"XE", "LT"};
  kept.diagnoses.resize(1);
  kept.diagnoses.front().code = "S93401A";
  ASSERT_TRUE(store().write([&](store::UnitOfWork& work) { return rows_.save_sheet(work, coded_stay, SheetOf::coder, kept); }));
  const auto read = sheet();
  ASSERT_EQ(read.services.size(), 3U);
  EXPECT_EQ(read.services[0].code, "J1885");
  EXPECT_EQ(read.services[1].code, "G0383");
  EXPECT_TRUE(read.services[0].modifiers.empty());
  EXPECT_EQ(read.services[2].modifiers, (std::vector<std::string>{"XE", "LT"}));
  EXPECT_EQ(read.services[2].units, 3);
  EXPECT_EQ(read.services[2].done_on, Date::parse("2026-02-20"));
  EXPECT_EQ(read.services[2].evidence.at(0).quote, "quote 3");
  EXPECT_EQ(read.diagnoses.size(), 1U);
  EXPECT_TRUE(sheet(SheetOf::reviewer).is_empty());
}

TEST_P(ServiceRows, TheLinesOfAHouseThatCodedBeforeAreCarriedAsTheyAre) {
  ASSERT_TRUE(store().migrate(coding_desk_schema().first(2)));
  const auto written = store().write([&](store::UnitOfWork& work) -> Result<void> {
    CHARTA_TRY_DO(work.write(old_line, {{"kind", "diagnosis"}, {"code", "J189"}}));
    return work.write(old_line, {{"kind", "procedure"}, {"code", "5A1945Z"}});
  });
  ASSERT_TRUE(written) << written.error().message;
  ASSERT_TRUE(store().migrate(coding_desk_schema()));
  const auto read = sheet();
  ASSERT_EQ(read.diagnoses.size(), 1U);
  ASSERT_EQ(read.procedures.size(), 1U);
  EXPECT_TRUE(read.services.empty());
  EXPECT_EQ(read.diagnoses.front().units, 0);
  EXPECT_TRUE(read.procedures.front().modifiers.empty());
}

}  // namespace
}  // namespace charta::coding_desk
