// SPDX-License-Identifier: Apache-2.0
// What the file of one encounter lacks, and who owes it. Pure: facts in, findings out; the only judgement of it there is.
// Source: quantitative analysis, 42 CFR 482.24(c)(1) (complete, dated, timed, authenticated), (c)(4); HL7 v2 table 0271.
#pragma once
#include "base/time.hpp"
#include "department/chart/chart_entry.hpp"
#include "department/chart_completion/requirement.hpp"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace charta::chart_completion {

/// Somebody of the medical staff, by a key that two persons never share. A name alone is no key: then nobody is known.
struct StaffMember {
  std::string key;  ///< "Practitioner/…" or "system|value"; empty: nobody
  std::string name;
  bool is_known() const { return !key.empty(); }
  bool operator==(const StaffMember&) const = default;
};

struct Participant {
  std::string role;  ///< v3 ParticipationType: ATND, ADM, DIS, CON
  StaffMember who;
};

/// An operation: the procedures of one session in the theatre.
struct Operation {
  ResourceId resource;  ///< of its first procedure
  Instant at;
  std::string title;
  StaffMember performer, anesthetist;
  bool has_anesthesia = false;
};

/// What is known of a document beyond its line in the chart.
struct DocumentDetail {
  std::string completion;  ///< HL7 table 0271 as received: DI, DO, IP, IN, PA, AU, LA; empty: not said
  StaffMember author, cosigner;
};

/// What was promised and has not come.
struct OpenPromise {
  std::string title, rule;
  std::vector<std::string> types;
  std::optional<Instant> due_at;
};

/// A report that somebody is to review and has not opened.
struct UnopenedReport {
  ResourceId document;
  StaffMember who;
  std::string rule;
  Instant since, owed_from;
};

struct EncounterFacts {
  std::string class_code;
  std::optional<Instant> started_at, ended_at;
  std::vector<chart::ChartEntry> lines;
  std::vector<OpenPromise> promises;
  std::string service{};
  bool is_void = false;  ///< cancelled, or entered in error: nobody owes anything
  std::vector<Participant> participants{};
  std::vector<Operation> operations{};
  std::map<ResourceId, DocumentDetail> details{};  ///< of documents that are not final
  std::vector<UnopenedReport> unopened{};
};

/// Kinds in the words of VistA's Incomplete Records Tracking and of the department.
enum class Lack { document, signature, cosignature, element, late, result, transcription, review };
std::string_view lack_code(Lack lack);  ///< missing-document, missing-signature, …
std::optional<Lack> parse_lack(std::string_view code);

struct Finding {
  Lack lack = Lack::document;
  std::string key;  ///< the same as long as it is the same lack of the same encounter
  std::string title, type_code, rule;
  Instant clock_from;  ///< since when it can be done
  Instant opens_at;    ///< before it nobody is asked
  std::optional<Instant> due_at;
  std::string role;  ///< by which the responsible person was found; empty: nobody could be
  StaffMember responsible;
  bool is_begun = false;             ///< it is dictated or written in part
  bool is_in_transcription = false;  ///< nobody of the medical staff can do anything now
  bool is_owed = true;               ///< false: it came, and late; nobody can do anything about it any more
  ResourceId document{};             ///< that lacks something, or came late
  std::string resource_type{}, fhir_id{};
  int facility = 0;
  std::uint32_t sensitivity = 0;  ///< of that document
};

/// A requirement that was met, and when.
struct Kept {
  std::string key, rule;
  Instant due_at, done_at;
  ResourceId document;
};

struct Analysis {
  std::vector<Finding> findings;  ///< in the order of the rules, then of the documents
  std::vector<Kept> kept;
  std::vector<ResourceId> documents;  ///< that count, sorted
  bool holds(ResourceId document) const;
};

/// Whether a line is a document that counts: what was withdrawn, replaced or withheld as another patient's does not.
bool is_document_that_counts(const chart::ChartEntry& line);
/// Whether it counts and is not final.
bool is_not_final(const chart::ChartEntry& line);

/// Whether the file of every encounter of this class must hold something, whatever happens in it.
bool is_asked_of_class(std::span<const Requirement> required, std::string_view class_code);
/// When a document that is counted from admission or discharge is due; nothing while its clock does not run.
std::optional<Instant> due_of(const Requirement& required, const EncounterFacts& facts, const TimeZone& zone);
std::optional<Instant> due_after(const Requirement& required, Instant basis, const TimeZone& zone);

/// Procedures as operations: what begins within `one_operation` of the first is the same; earliest first.
std::vector<Operation> operations_of(std::vector<Operation> procedures, std::chrono::hours one_operation);

/// Missing and late documents.
Analysis look_for_documents(const EncounterFacts& facts, std::span<const Requirement> required, const TimeZone& zone);
/// Everything.
Analysis analyze(const EncounterFacts& facts, const CompletionRules& rules, const TimeZone& zone);
/// The next time at which a finding opens that is not open yet.
std::optional<Instant> next_opening(const Analysis& analysis, Instant now);

/// "Discharge summary is missing", "Consult note is not signed".
std::string sentence_of(Lack lack, std::string_view title);

}  // namespace charta::chart_completion
