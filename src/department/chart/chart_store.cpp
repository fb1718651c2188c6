// SPDX-License-Identifier: Apache-2.0
#include "department/chart/chart_store.hpp"

#include <algorithm>
#include <limits>

namespace charta::chart {
namespace {

using store::Row;
using store::Statement;

#define CHARTA_ENTRY_COLUMNS                                                                                                           \
  "SELECT patient, at, resource, kind, resource_type, fhir_id, version, title, title_code, status, encounter, author, content_type, " \
  "pages, source_message, facility_bit, sensitivity FROM chart_entry "
#define CHARTA_VISIBLE " AND (facility_bit & :facilities) <> 0 AND (sensitivity & :hidden) = 0 "

constexpr Statement select_documents_after{"chart.select_documents_after", R"sql(
  SELECT resource FROM chart_entry WHERE resource > :after AND kind IN ('document', 'report') ORDER BY resource LIMIT :limit)sql"};
constexpr Statement select_documents_of{
    "chart.select_documents_of", "SELECT resource FROM chart_entry WHERE patient = :patient AND kind IN ('document', 'report')"};
constexpr Statement select_entry{"chart.select_entry", CHARTA_ENTRY_COLUMNS "WHERE resource = :resource"};
constexpr Statement select_timeline{"chart.select_timeline", CHARTA_ENTRY_COLUMNS
                                    "WHERE patient = :patient AND at >= :from_at AND at < :until_at" CHARTA_VISIBLE "ORDER BY at DESC, resource DESC LIMIT :limit"};
constexpr Statement select_timeline_of_kind{"chart.select_timeline_of_kind", CHARTA_ENTRY_COLUMNS
                                            "WHERE patient = :patient AND at >= :from_at AND at < :until_at AND kind = :kind" CHARTA_VISIBLE
                                            "ORDER BY at DESC, resource DESC LIMIT :limit"};
constexpr Statement count_timeline{"chart.count_timeline",
                                   "SELECT count(*) FROM chart_entry WHERE patient = :patient AND at >= :from_at AND at < :until_at" CHARTA_VISIBLE};
constexpr Statement count_timeline_of_kind{
    "chart.count_timeline_of_kind",
    "SELECT count(*) FROM chart_entry WHERE patient = :patient AND at >= :from_at AND at < :until_at AND kind = :kind" CHARTA_VISIBLE};
constexpr Statement select_of_encounter{"chart.select_of_encounter", CHARTA_ENTRY_COLUMNS
                                        "WHERE encounter = :encounter ORDER BY at DESC, resource DESC"};
constexpr Statement select_labelled{"chart.select_labelled",
                                    "SELECT resource FROM chart_entry WHERE patient = :patient AND (sensitivity & :labels) <> 0"};
constexpr Statement add_labels{"chart.add_labels", "UPDATE chart_entry SET sensitivity = sensitivity | :labels WHERE patient = :patient"};
constexpr Statement set_labels{"chart.set_labels", "UPDATE chart_entry SET sensitivity = :labels WHERE resource = :resource"};
#undef CHARTA_ENTRY_COLUMNS
#undef CHARTA_VISIBLE

constexpr Statement delete_entry{"chart.delete_entry", "DELETE FROM chart_entry WHERE resource = :resource"};
constexpr Statement insert_entry{"chart.insert_entry", R"sql(
  INSERT INTO chart_entry (patient, at, resource, kind, resource_type, fhir_id, version, title, title_code, status, encounter, author,
                           content_type, pages, source_message, facility_bit, sensitivity)
  VALUES (:patient, :at, :resource, :kind, :resource_type, :fhir_id, :version, :title, :title_code, :status, :encounter, :author,
          :content_type, :pages, :source_message, :facility_bit, :sensitivity))sql"};

constexpr Statement insert_key{"chart.insert_key", R"sql(
  INSERT INTO chart_key (kind, system, value, qualifier, resource, patient)
  VALUES (:kind, :system, :value, :qualifier, :resource, :patient) ON CONFLICT DO NOTHING)sql"};
constexpr Statement update_keys{"chart.update_keys", "UPDATE chart_key SET patient = :patient WHERE resource = :resource"};
constexpr Statement select_keys{"chart.select_keys", R"sql(
  SELECT kind, system, value, qualifier, resource, patient FROM chart_key WHERE value = :value AND kind = :kind AND system = :system LIMIT 50)sql"};

ChartEntry entry_from(const Row& row) {
  ChartEntry entry;
  entry.patient = row.id<PatientId>(0);
  entry.at = row.instant(1);
  entry.resource = row.id<ResourceId>(2);
  entry.kind = row.string(3);
  entry.resource_type = row.string(4);
  entry.fhir_id = row.string(5);
  entry.version = row.integer(6);
  entry.title = row.string(7);
  entry.title_code = row.string(8);
  entry.status = row.string(9);
  entry.encounter = row.string(10);
  entry.author = row.string(11);
  entry.content_type = row.string(12);
  entry.pages = row.integer(13);
  entry.source_message = row.id<MessageId>(14);
  for (auto bit = static_cast<std::uint64_t>(row.integer(15)); bit > 1; bit >>= 1U) ++entry.facility;
  entry.sensitivity = static_cast<std::uint32_t>(row.integer(16));
  return entry;
}

struct Mask {
  std::int64_t facilities, hidden;
};

/// A patient for whom the glass is broken is seen in every facility, with the labels that breaking it opens.
Mask mask_for(const access::Visibility& visibility, PatientId patient) {
  const auto& opened = visibility.opened_by_glass;
  const bool is_opened = std::find(opened.begin(), opened.end(), patient) != opened.end();
  const auto clearance = visibility.clearance | (is_opened ? visibility.glass_clearance : 0U);
  return {static_cast<std::int64_t>(is_opened ? access::all_facilities : visibility.facilities),
          static_cast<std::int64_t>(~clearance & access::full_clearance)};
}

struct Span {
  std::int64_t from, until;
};

Span span_of(const TimelineQuery& query) {
  return {query.from ? query.from->milliseconds() : std::numeric_limits<std::int64_t>::min(),
          query.until ? query.until->milliseconds() : std::numeric_limits<std::int64_t>::max()};
}

}  // namespace

Result<void> ChartStore::save(store::UnitOfWork& work, const ChartEntry& entry, bool replaces) const {
  if (replaces) CHARTA_TRY_DO(work.write(delete_entry, {{"resource", entry.resource}}));
  return work.write(insert_entry, {{"patient", entry.patient},
                                   {"at", entry.at},
                                   {"resource", entry.resource},
                                   {"kind", entry.kind},
                                   {"resource_type", entry.resource_type},
                                   {"fhir_id", entry.fhir_id},
                                   {"version", entry.version},
                                   {"title", entry.title},
                                   {"title_code", entry.title_code},
                                   {"status", entry.status},
                                   {"encounter", entry.encounter},
                                   {"author", entry.author},
                                   {"content_type", entry.content_type},
                                   {"pages", entry.pages},
                                   {"source_message", entry.source_message},
                                   {"facility_bit", std::int64_t{1} << static_cast<unsigned>(entry.facility)},
                                   {"sensitivity", entry.sensitivity}});
}

Result<void> ChartStore::remove(store::UnitOfWork& work, ResourceId resource) const {
  return work.write(delete_entry, {{"resource", resource}});
}

Result<std::optional<ChartEntry>> ChartStore::find(store::Reader& reader, ResourceId resource) const {
  return reader.read_one(select_entry, {{"resource", resource}}, entry_from);
}

Result<Timeline> ChartStore::timeline(store::Reader& reader, const TimelineQuery& query, const access::Visibility& visibility) const {
  Timeline answer;
  const Span span = span_of(query);
  const std::int64_t wanted = query.offset + query.limit;
  for (const auto patient : query.patients) {
    const Mask mask = mask_for(visibility, patient);
    std::vector<store::Binding> bindings{{"patient", patient}, {"from_at", span.from}, {"until_at", span.until}, {"facilities", mask.facilities}, {"hidden", mask.hidden}};
    if (!query.kind.empty()) bindings.push_back({"kind", query.kind});
    CHARTA_TRY_DO(reader.read(query.kind.empty() ? count_timeline : count_timeline_of_kind, store::Bindings(bindings), [&](const Row& row) {
      answer.total += row.integer(0);
      return false;
    }));
    bindings.push_back({"limit", wanted});
    CHARTA_TRY_DO(reader.read(query.kind.empty() ? select_timeline : select_timeline_of_kind, store::Bindings(bindings), [&](const Row& row) {
      answer.entries.push_back(entry_from(row));
      return true;
    }));
  }
  if (query.patients.size() > 1) {
    std::stable_sort(answer.entries.begin(), answer.entries.end(), [](const ChartEntry& a, const ChartEntry& b) { return a.at > b.at; });
  }
  const auto size = static_cast<std::int64_t>(answer.entries.size());
  answer.entries.resize(static_cast<std::size_t>(std::min(size, wanted)));
  answer.entries.erase(answer.entries.begin(), answer.entries.begin() + std::min<std::int64_t>(query.offset, static_cast<std::int64_t>(answer.entries.size())));
  return answer;
}

Result<std::vector<ChartEntry>> ChartStore::of_encounter(store::Reader& reader, std::string_view encounter, const access::Visibility& visibility,
                                                         std::int64_t limit) const {
  std::vector<ChartEntry> entries;
  CHARTA_TRY_DO(reader.read(select_of_encounter, {{"encounter", encounter}}, [&](const Row& row) {
    if (static_cast<std::int64_t>(entries.size()) >= limit) return false;
    auto entry = entry_from(row);
    if (visibility.sees(entry.facility, entry.sensitivity, entry.patient)) entries.push_back(std::move(entry));
    return true;
  }));
  return entries;
}

Result<std::vector<ResourceId>> ChartStore::documents_after(store::Reader& reader, ResourceId after, std::int64_t limit) const {
  return reader.read_all(select_documents_after, {{"after", after.key()}, {"limit", limit}},
                         [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<std::vector<ResourceId>> ChartStore::documents_of(store::Reader& reader, PatientId patient) const {
  return reader.read_all(select_documents_of, {{"patient", patient}}, [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<std::vector<ResourceId>> ChartStore::labelled(store::Reader& reader, PatientId patient, std::uint32_t labels) const {
  return reader.read_all(select_labelled, {{"patient", patient}, {"labels", labels}}, [](const Row& row) { return row.id<ResourceId>(0); });
}

Result<void> ChartStore::add_label(store::UnitOfWork& work, PatientId patient, std::uint32_t labels) const {
  return work.write(add_labels, {{"patient", patient}, {"labels", labels}});
}

Result<void> ChartStore::set_label(store::UnitOfWork& work, ResourceId resource, std::uint32_t labels) const {
  return work.write(set_labels, {{"resource", resource}, {"labels", labels}});
}

Result<void> ChartStore::move_keys(store::UnitOfWork& work, ResourceId resource, PatientId patient) const {
  return work.write(update_keys, {{"resource", resource}, {"patient", patient}});
}

Result<void> ChartStore::add_keys(store::UnitOfWork& work, const std::vector<ChartKey>& keys) const {
  if (keys.empty()) return {};
  constexpr std::string_view names[] = {"kind", "system", "value", "qualifier", "resource", "patient"};
  std::vector<store::Value> values;
  for (const auto& key : keys) values.insert(values.end(), {key.kind, key.system, key.value, key.qualifier, key.resource, key.patient});
  return work.write_rows(insert_key, names, values);
}

Result<std::vector<ChartKey>> ChartStore::keys(store::Reader& reader, std::string_view kind, std::string_view system, std::string_view value) const {
  return reader.read_all(select_keys, {{"kind", kind}, {"system", system}, {"value", value}}, [](const Row& row) {
    return ChartKey{row.string(0), row.string(1), row.string(2), row.string(3), row.id<ResourceId>(4), row.id<PatientId>(5)};
  });
}

}  // namespace charta::chart
