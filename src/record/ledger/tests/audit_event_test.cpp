// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/audit_event.hpp"

#include "formats/json/json.hpp"
#include "record/ledger/tests/ledger_fixture.hpp"

namespace charta::ledger {
namespace {

StoredEntry amended_document() {
  StoredEntry entry;
  entry.id = EntryId(1000);
  entry.at = Instant::parse("2026-03-01T08:00:00Z").value();
  entry.author = {UserId(5), UserId(6), "ward-3"};
  entry.act = "amended";
  entry.subject_kind = "DocumentReference";
  entry.subject = 77;
  entry.subject_version = 2;
  entry.patient = PatientId(42);
  entry.reason = "wrong-patient";
  entry.digest_hex = std::string(64, 'a');
  return entry;
}

json::Document parsed(const StoredEntry& entry) {
  return json::Document::parse(audit_event(entry)).value();
}

TEST(AuditEvent, SaysWhoDidWhatToWhichResourceOfWhom) {
  const auto document = parsed(amended_document());
  const json::Value event = document.root();
  EXPECT_EQ(event["resourceType"].text(), "AuditEvent");
  EXPECT_EQ(event["id"].text(), print_key(1000));
  EXPECT_EQ(event["recorded"].text(), "2026-03-01T08:00:00.000Z");
  EXPECT_EQ(event["type"]["code"].text(), "rest");
  EXPECT_EQ(event["subtype"].at(0)["code"].text(), "amended");
  EXPECT_EQ(event["subtype"].at(1)["code"].text(), "amend");
  EXPECT_EQ(event["action"].text(), "U");
  EXPECT_EQ(event["outcome"].text(), "0");
  EXPECT_EQ(event["agent"].size(), 2U);
  EXPECT_EQ(event["agent"].at(0)["who"]["identifier"]["value"].text(), print_key(5));
  EXPECT_TRUE(event["agent"].at(0)["requestor"].boolean());
  EXPECT_EQ(event["agent"].at(0)["network"]["address"].text(), "ward-3");
  EXPECT_FALSE(event["agent"].at(1)["requestor"].boolean());
  EXPECT_EQ(event["entity"].at(0)["what"]["reference"].text(), "DocumentReference/" + print_key(77) + "/_history/2");
  EXPECT_EQ(event["entity"].at(0)["detail"].at(0)["valueString"].text(), std::string(64, 'a'));
  EXPECT_EQ(event["entity"].at(1)["what"]["reference"].text(), "Patient/" + print_key(42));
  EXPECT_EQ(event["entity"].at(1)["role"]["code"].text(), "1");
}

TEST(AuditEvent, HasTheElementsThatR4RequiresForEveryAct) {
  for (int i = 0; i <= static_cast<int>(Act::released_hold); ++i) {
    StoredEntry entry;
    entry.id = EntryId(i + 1);
    entry.act = act_code(static_cast<Act>(i));
    const auto document = parsed(entry);
    const json::Value event = document.root();
    EXPECT_FALSE(event["type"]["code"].text().empty()) << entry.act;
    EXPECT_FALSE(event["recorded"].text().empty()) << entry.act;
    EXPECT_EQ(event["agent"].size(), 1U) << entry.act;
    EXPECT_TRUE(event["agent"].at(0)["requestor"]) << entry.act;
    EXPECT_TRUE(event["source"]["observer"]) << entry.act;
    EXPECT_NE(std::string_view("CRUDE").find(event["action"].text()), std::string_view::npos) << entry.act;
    EXPECT_FALSE(event["entity"]) << "nothing was acted upon";
  }
}

TEST(AuditEvent, NamesBreakTheGlassAsItsPurposeAndARefusalAsAFailure) {
  StoredEntry entry = amended_document();
  entry.act = "glass-broken";
  entry.reason = "break-glass:covering";
  EXPECT_EQ(parsed(entry).root()["purposeOfEvent"].at(0)["coding"].at(0)["code"].text(), "BTG");
  entry.act = "sign-in-refused";
  EXPECT_EQ(parsed(entry).root()["outcome"].text(), "4");
  EXPECT_FALSE(parsed(entry).root()["purposeOfEvent"]);
}

TEST(AuditEvent, TellsWorkItemsFromResources) {
  StoredEntry entry = amended_document();
  entry.subject_kind = "work_item";
  const auto document = parsed(entry);
  EXPECT_FALSE(document.root()["entity"].at(0)["what"]["reference"]);
  EXPECT_EQ(document.root()["entity"].at(0)["what"]["identifier"]["system"].text(), "urn:charta:work_item");
}

TEST(AuditSearch, BecomesAFilterOfTheLedger) {
  const auto search = audit_search({{"patient", "Patient/" + print_key(42)},
                                    {"agent", print_key(5)},
                                    {"entity", "DocumentReference/" + print_key(77)},
                                    {"date", "ge2026-03-01"},
                                    {"date", "lt2026-03-02T12:00:00Z"},
                                    {"subtype", "urn:charta:act|viewed"},
                                    {"_sort", "date"},
                                    {"_count", "20"},
                                    {"_offset", "40"},
                                    {"colour", "blue"}})
                          .value();
  EXPECT_EQ(search.filter.patient, PatientId(42));
  EXPECT_EQ(search.filter.user, UserId(5));
  EXPECT_EQ(search.filter.subject, 77);
  EXPECT_EQ(search.filter.subject_kind, "DocumentReference");
  EXPECT_EQ(search.filter.from, Instant::parse("2026-03-01T00:00:00Z"));
  EXPECT_EQ(search.filter.until, Instant::parse("2026-03-02T12:00:00Z"));
  EXPECT_EQ(search.filter.act, "viewed");
  EXPECT_EQ(search.filter.sort, "at");
  EXPECT_EQ(search.filter.limit, 20);
  EXPECT_EQ(search.filter.offset, 40);
  EXPECT_EQ(search.ignored, std::vector<std::string>{"colour"});
}

TEST(AuditSearch, ReadsEveryPrecisionAndPrefixOfADate) {
  struct Case {
    const char *value, *from, *until;
  };
  const Case cases[] = {
      {"2026", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"},
      {"eq2026-03", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"},
      {"2026-03-01", "2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"},
      {"gt2026-03-01", "2026-03-02T00:00:00Z", ""},
      {"ge2026-03-01", "2026-03-01T00:00:00Z", ""},
      {"lt2026-03-01", "", "2026-03-01T00:00:00Z"},
      {"le2026-03-01", "", "2026-03-02T00:00:00Z"},
  };
  for (const Case& each : cases) {
    const Filter filter = audit_search({{"date", each.value}}).value().filter;
    EXPECT_EQ(filter.from, Instant::parse(each.from)) << each.value;
    EXPECT_EQ(filter.until, Instant::parse(each.until)) << each.value;
  }
}

TEST(AuditSearch, RefusesWhatItCannotRead) {
  const std::pair<std::string, std::string> wrong[] = {{"date", "yesterday"}, {"date", "ap2026"}, {"patient", "Patient/!"},
                                                       {"_count", "-1"},      {"_count", "many"}, {"_sort", "type"},
                                                       {"agent", ""}};
  for (const auto& parameter : wrong) {
    const auto refused = audit_search({parameter});
    ASSERT_FALSE(refused) << parameter.first << "=" << parameter.second;
    EXPECT_EQ(refused.error().kind, ErrorKind::invalid);
  }
}

class AuditEventsOnStore : public testing::LedgerTest {};
CHARTA_ON_BOTH_ENGINES(AuditEventsOnStore);

TEST_P(AuditEventsOnStore, AreFoundByIdWhetherPackedOrNot) {
  open_ledger();
  ASSERT_TRUE(record(viewed(42, 1)));
  ledger().record_program_read({UserId(2), {}, "p"}, viewed(42, 2));
  ledger().record_program_read({UserId(2), {}, "p"}, viewed(43, 3));
  ASSERT_TRUE(ledger().flush_program_reads());
  Filter filter;
  filter.patient = PatientId(42);
  const auto entries = list(filter);
  ASSERT_EQ(entries.size(), 2U);
  for (const StoredEntry& entry : entries) {
    const auto found =
        store().read([&](store::Reader& reader) { return ledger().find(reader, entry.id, entry.packed_number); }).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(audit_event(*found), audit_event(entry));
  }
  const auto none = [&](EntryId id, std::int64_t number) {
    return !store().read([&](store::Reader& reader) { return ledger().find(reader, id, number); }).value();
  };
  EXPECT_TRUE(none(EntryId(1), 0));
  EXPECT_TRUE(none(entries[0].id, 99));
  EXPECT_TRUE(none(entries[0].id, -1));
  const auto bundle = json::Document::parse(audit_bundle(entries, 2, "http://127.0.0.1/fhir")).value();
  EXPECT_EQ(bundle.root()["total"].integer(), 2);
  EXPECT_EQ(bundle.root()["entry"].size(), 2U);
}

}  // namespace
}  // namespace charta::ledger
