// SPDX-License-Identifier: Apache-2.0
#include "department/expected_records/reconciliation_store.hpp"

namespace charta::expected_records {
namespace {

// Every class selects: subject, other, order, encounter, patient, title, department, assigner, at, facility, sensitivity,
// resource type.
#define CHARTA_NO_FINDING(subject, other)                                                                           \
  " AND NOT EXISTS (SELECT 1 FROM reconciliation_finding f WHERE f.finding_class = :class AND f.subject = " subject \
  " AND f.other = " other ")"

constexpr store::Statement orders_overdue{"reconciliation.order_without_document", R"sql(
  SELECT e.id, 0, e.order_id, e.encounter, e.patient_id, e.title, e.department, '', e.due_at, e.facility, e.sensitivity, ''
    FROM expected_record e
   WHERE e.is_open = 1 AND e.due_at < :before AND e.cause IN ('order', 'manual'))sql" CHARTA_NO_FINDING("e.id", "0") R"sql(
   ORDER BY e.due_at LIMIT :limit)sql"};

constexpr store::Statement visits_overdue{"reconciliation.encounter_without_document", R"sql(
  SELECT e.id, 0, e.order_id, e.encounter, e.patient_id, e.title, e.department, '', e.due_at, e.facility, e.sensitivity, ''
    FROM expected_record e
   WHERE e.is_open = 1 AND e.due_at < :before AND e.cause IN ('admission', 'discharge', 'appointment'))sql" CHARTA_NO_FINDING(
                                                                                           "e.id", "0") R"sql(
   ORDER BY e.due_at LIMIT :limit)sql"};

constexpr store::Statement unpromised{"reconciliation.document_without_order", R"sql(
  SELECT d.document, 0, 0, d.encounter, d.patient_id, d.service_text, '', '', d.written_at, d.facility, d.sensitivity, d.resource_type
    FROM filed_document d
   WHERE d.expectation = 0 AND d.needs_order = 1 AND d.is_withdrawn = 0)sql" CHARTA_NO_FINDING("d.document", "0") R"sql(
   ORDER BY d.document LIMIT :limit)sql"};

constexpr store::Statement without_encounter{"reconciliation.document_without_encounter", R"sql(
  SELECT d.document, 0, 0, d.encounter, d.patient_id, d.service_text, '', '', d.written_at, d.facility, d.sensitivity, d.resource_type
    FROM filed_document d
   WHERE d.encounter = 0 AND d.needs_encounter = 1 AND d.is_withdrawn = 0)sql" CHARTA_NO_FINDING("d.document", "0") R"sql(
   ORDER BY d.document LIMIT :limit)sql"};

// The later of two is the subject, so that the pair is found once.
constexpr store::Statement duplicates{"reconciliation.duplicate_document", R"sql(
  SELECT d.document, o.document, 0, d.encounter, d.patient_id, d.service_text, '', '', d.written_at, d.facility, d.sensitivity, d.resource_type
    FROM filed_document d JOIN filed_document o ON o.document_number = d.document_number
   WHERE d.filed_at >= :since AND d.is_withdrawn = 0 AND d.document_number <> '' AND o.document_number <> ''
     AND o.patient_id = d.patient_id AND o.document < d.document AND o.is_withdrawn = 0)sql" CHARTA_NO_FINDING(
                                                                               "d.document", "o.document") R"sql(
  UNION
  SELECT d.document, o.document, 0, d.encounter, d.patient_id, d.service_text, '', '', d.written_at, d.facility, d.sensitivity, d.resource_type
    FROM filed_document d JOIN filed_document o ON o.content_digest = d.content_digest
   WHERE d.filed_at >= :since AND d.is_withdrawn = 0 AND d.content_digest <> '' AND o.content_digest <> ''
     AND o.patient_id = d.patient_id AND o.document < d.document AND o.is_withdrawn = 0)sql" CHARTA_NO_FINDING("d.document",
                                                                                                               "o.document") R"sql(
   ORDER BY 1 LIMIT :limit)sql"};

// The sign keeps the planner on the index by time: a night's documents, not every document since the beginning.
constexpr store::Statement assigners{"reconciliation.wrong_assigner", R"sql(
  SELECT d.document, 0, 0, d.encounter, d.patient_id, d.service_text, '', d.mrn_assigner, d.written_at, d.facility, d.sensitivity, d.resource_type
    FROM filed_document d
   WHERE d.filed_at >= :since AND d.mrn_assigner <> '' AND d.is_withdrawn = 0 AND +d.document > :after)sql" CHARTA_NO_FINDING(
                                                                          "d.document", "0") R"sql(
   ORDER BY +d.document LIMIT :limit)sql"};

constexpr store::Statement superseded{"reconciliation.superseded_copy", R"sql(
  SELECT d.document, o.document, 0, d.encounter, d.patient_id, d.service_text, '', '', d.written_at, d.facility, d.sensitivity, d.resource_type
    FROM filed_document d JOIN filed_document o ON o.filler = d.filler
   WHERE d.filed_at >= :since AND d.is_withdrawn = 0 AND d.completion IN ('C', 'W') AND d.filler <> '' AND o.filler <> ''
     AND o.patient_id = d.patient_id AND o.service_code = d.service_code AND o.document <> d.document
     AND o.written_at <= d.written_at AND o.is_withdrawn = 0
     AND NOT (o.completion IN ('C', 'W') AND o.document > d.document))sql" CHARTA_NO_FINDING("d.document", "o.document") R"sql(
   ORDER BY d.document LIMIT :limit)sql"};

const store::Statement& statement_of(FindingClass finding) {
  switch (finding) {
    case FindingClass::order_without_document:
      return orders_overdue;
    case FindingClass::document_without_order:
      return unpromised;
    case FindingClass::document_without_encounter:
      return without_encounter;
    case FindingClass::encounter_without_document:
      return visits_overdue;
    case FindingClass::duplicate_document:
      return duplicates;
    case FindingClass::wrong_assigner:
      return assigners;
    case FindingClass::superseded_copy:
      return superseded;
  }
  return unpromised;
}

// A finding is gone when nothing of it is left: the expectation closed, the document explained by an order or withdrawn.
constexpr store::Statement gone_expectations{"reconciliation.gone_expectations", R"sql(
  SELECT f.id, f.work_item, f.subject FROM reconciliation_finding f JOIN expected_record e ON e.id = f.subject
   WHERE f.finding_class = :class AND f.is_open = 1 AND e.is_open = 0 ORDER BY f.id LIMIT :limit)sql"};
constexpr store::Statement gone_unpromised{"reconciliation.gone_unpromised", R"sql(
  SELECT f.id, f.work_item, f.subject FROM reconciliation_finding f JOIN filed_document d ON d.document = f.subject
   WHERE f.finding_class = :class AND f.is_open = 1 AND (d.is_withdrawn = 1 OR d.expectation <> 0 OR d.needs_order = 0)
   ORDER BY f.id LIMIT :limit)sql"};
constexpr store::Statement gone_without_encounter{"reconciliation.gone_without_encounter", R"sql(
  SELECT f.id, f.work_item, f.subject FROM reconciliation_finding f JOIN filed_document d ON d.document = f.subject
   WHERE f.finding_class = :class AND f.is_open = 1 AND (d.is_withdrawn = 1 OR d.encounter <> 0) ORDER BY f.id LIMIT :limit)sql"};
constexpr store::Statement gone_pairs{"reconciliation.gone_pairs", R"sql(
  SELECT f.id, f.work_item, f.subject
    FROM reconciliation_finding f JOIN filed_document d ON d.document = f.subject JOIN filed_document o ON o.document = f.other
   WHERE f.finding_class = :class AND f.is_open = 1 AND (d.is_withdrawn = 1 OR o.is_withdrawn = 1) ORDER BY f.id LIMIT :limit)sql"};
constexpr store::Statement gone_withdrawn{"reconciliation.gone_withdrawn", R"sql(
  SELECT f.id, f.work_item, f.subject FROM reconciliation_finding f JOIN filed_document d ON d.document = f.subject
   WHERE f.finding_class = :class AND f.is_open = 1 AND d.is_withdrawn = 1 ORDER BY f.id LIMIT :limit)sql"};

const store::Statement& gone_statement_of(FindingClass finding) {
  switch (finding) {
    case FindingClass::order_without_document:
    case FindingClass::encounter_without_document:
      return gone_expectations;
    case FindingClass::document_without_order:
      return gone_unpromised;
    case FindingClass::document_without_encounter:
      return gone_without_encounter;
    case FindingClass::duplicate_document:
    case FindingClass::superseded_copy:
      return gone_pairs;
    case FindingClass::wrong_assigner:
      return gone_withdrawn;
  }
  return gone_withdrawn;
}

constexpr store::Statement select_open_findings{"reconciliation.find_open_findings", R"sql(
  SELECT id, work_item, subject FROM reconciliation_finding
   WHERE subject = :subject AND finding_class = :class AND is_open = 1)sql"};
constexpr store::Statement insert_finding_row{"reconciliation.insert_finding", R"sql(
  INSERT INTO reconciliation_finding (id, finding_class, subject, other, work_item, is_open, found_at)
  VALUES (:id, :class, :subject, :other, :work_item, 1, :found_at))sql"};
constexpr store::Statement select_finding{"reconciliation.has_finding", R"sql(
  SELECT id FROM reconciliation_finding WHERE finding_class = :class AND subject = :subject AND other = :other)sql"};
constexpr store::Statement close_row{"reconciliation.close_finding",
                                     "UPDATE reconciliation_finding SET is_open = 0 WHERE work_item = :work_item"};
constexpr store::Statement delete_row{"reconciliation.forget_finding",
                                      "DELETE FROM reconciliation_finding WHERE work_item = :work_item"};
constexpr store::Statement count_rows{"reconciliation.count_open", R"sql(
  SELECT finding_class, COUNT(*) FROM reconciliation_finding WHERE is_open = 1 GROUP BY finding_class ORDER BY finding_class)sql"};

constexpr store::Statement upsert_run{"reconciliation.save_run", R"sql(
  INSERT INTO reconciliation_run (id, started_at, ended_at, found, resolved, unexplained, counts)
  VALUES (:id, :started_at, :ended_at, :found, :resolved, :unexplained, :counts)
  ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, found = excluded.found, resolved = excluded.resolved,
                                 unexplained = excluded.unexplained, counts = excluded.counts)sql"};
constexpr store::Statement select_last_run{"reconciliation.find_last_run", R"sql(
  SELECT id, started_at, ended_at, found, resolved, unexplained, counts FROM reconciliation_run ORDER BY id DESC LIMIT 1)sql"};

OpenFinding open_finding_of(const store::Row& row) {
  return {row.id<FindingId>(0), row.id<WorkItemId>(1), row.integer(2)};
}

Discovery discovery_of(FindingClass finding, const store::Row& row) {
  Discovery found;
  found.finding = finding;
  found.subject = row.integer(0);
  found.other = row.integer(1);
  found.order = row.id<ResourceId>(2);
  found.encounter = row.id<ResourceId>(3);
  found.patient = row.id<PatientId>(4);
  found.title = row.string(5);
  found.department = row.string(6);
  found.assigner = row.string(7);
  found.at = row.instant(8);
  found.facility = static_cast<int>(row.integer(9));
  found.sensitivity = static_cast<access::SensitivityMask>(row.integer(10));
  found.resource_type = row.string(11);
  return found;
}

/// Only the parameters that the class's statement names.
std::vector<store::Binding> bindings_of(FindingClass finding, const Horizon& horizon, std::int64_t limit, ResourceId after) {
  std::vector<store::Binding> bindings{{"class", finding_code(finding)}, {"limit", limit}};
  switch (finding) {
    case FindingClass::order_without_document:
      bindings.push_back({"before", horizon.orders_due_before});
      break;
    case FindingClass::encounter_without_document:
      bindings.push_back({"before", horizon.visits_due_before});
      break;
    case FindingClass::wrong_assigner:
      bindings.push_back({"after", after.key()});
      [[fallthrough]];
    case FindingClass::duplicate_document:
    case FindingClass::superseded_copy:
      bindings.push_back({"since", horizon.filed_since});
      break;
    case FindingClass::document_without_order:
    case FindingClass::document_without_encounter:
      break;
  }
  return bindings;
}

}  // namespace

Result<std::vector<Discovery>> discover(store::Reader& reader, FindingClass finding, const Horizon& horizon, std::int64_t limit,
                                        ResourceId after) {
  std::vector<Discovery> found;
  CHARTA_TRY_DO(reader.read(statement_of(finding), bindings_of(finding, horizon, limit, after), [&](const store::Row& row) {
    found.push_back(discovery_of(finding, row));
    return true;
  }));
  return found;
}

Result<std::vector<OpenFinding>> find_gone(store::Reader& reader, FindingClass finding, std::int64_t limit) {
  return reader.read_all(gone_statement_of(finding), {{"class", finding_code(finding)}, {"limit", limit}}, open_finding_of);
}

Result<std::vector<OpenFinding>> find_open_findings(store::Reader& reader, FindingClass finding, std::int64_t subject) {
  return reader.read_all(select_open_findings, {{"class", finding_code(finding)}, {"subject", subject}}, open_finding_of);
}

Result<void> insert_finding(store::UnitOfWork& work, FindingId id, const Discovery& discovery, WorkItemId item, Instant at) {
  return work.write(insert_finding_row, {{"id", id},
                                         {"class", finding_code(discovery.finding)},
                                         {"subject", discovery.subject},
                                         {"other", discovery.other},
                                         {"work_item", item},
                                         {"found_at", at}});
}

Result<bool> has_finding(store::Reader& reader, FindingClass finding, std::int64_t subject, std::int64_t other) {
  CHARTA_TRY(const auto found,
             reader.read_one(select_finding, {{"class", finding_code(finding)}, {"subject", subject}, {"other", other}},
                             [](const store::Row& row) { return row.integer(0); }));
  return found.has_value();
}

Result<void> close_finding(store::UnitOfWork& work, WorkItemId item) {
  return work.write(close_row, {{"work_item", item}});
}

Result<void> forget_finding(store::UnitOfWork& work, WorkItemId item) {
  return work.write(delete_row, {{"work_item", item}});
}

Result<std::vector<std::pair<std::string, std::int64_t>>> count_open_findings(store::Reader& reader) {
  return reader.read_all(count_rows, {}, [](const store::Row& row) { return std::pair(row.string(0), row.integer(1)); });
}

Result<void> save_run(store::UnitOfWork& work, const RunRow& run) {
  return work.write(upsert_run, {{"id", run.key},
                                 {"started_at", run.started_at},
                                 {"ended_at", run.ended_at},
                                 {"found", run.found},
                                 {"resolved", run.resolved},
                                 {"unexplained", run.unexplained},
                                 {"counts", run.counts}});
}

Result<std::optional<RunRow>> find_last_run(store::Reader& reader) {
  return reader.read_one(select_last_run, {}, [](const store::Row& row) {
    RunRow run{row.integer(0), row.instant(1), std::nullopt, row.integer(3), row.integer(4), row.integer(5), row.string(6)};
    if (!row.is_null(2)) run.ended_at = row.instant(2);
    return run;
  });
}

}  // namespace charta::expected_records
