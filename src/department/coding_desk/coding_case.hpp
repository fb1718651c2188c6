// SPDX-License-Identifier: Apache-2.0
// The coding of one encounter, from its discharge to the final codes: the queue's machine and what is kept of it. Pure values.
#pragma once
#include "department/coding_desk/coded_sheet.hpp"
#include "record/worklists/work_item.hpp"

#include <array>
#include <span>

namespace charta::coding_desk {

/// not-ready <-> ready -> in-progress <-> pending; in-progress -> coded -> second-review | final; second-review -> final or back.
/// What comes while a case is coded or read a second time gives it back to the coder;
/// what comes after final is a new item in the state recode. A discharge that is taken back withdraws it; a case that was final
/// once waits as stay-goes-on, and is to be looked at again when the patient has left.
const worklists::StateMachine& coding_machine();
/// Somebody works on it, or is to: what comes now is told them.
bool is_being_worked(std::string_view state);
/// Nobody has begun yet: it moves by what the file lacks.
bool waits_for_file(std::string_view state);
bool is_open_state(std::string_view state);
/// Final codes of a stay whose discharge was taken back.
inline constexpr std::string_view stay_goes_on = "stay-goes-on";
/// Why a case that nobody holds as final was given back by itself.
inline constexpr std::string_view came_while_read = "came-while-read";

/// How it was grouped when it was last kept. Weight in ten-thousandths; 0: the tables hold none.
struct GroupedAs {
  int version = 0;  ///< 430; 0: not grouped
  int drg = 0, mdc = 0;
  std::int64_t weight = 0;
  std::string severity;   ///< none, cc, mcc: of the case, where its base DRG is split by severity
  bool is_split = false;  ///< the base DRG has more than one severity
  std::string title;
  bool operator==(const GroupedAs&) const = default;
};

struct CodingCase {
  ResourceId encounter;
  std::string encounter_id;  ///< FHIR
  PatientId patient;
  WorkItemId item;  ///< the newest
  std::string state, class_code;
  std::optional<Instant> started_at;
  Instant ended_at, changed_at;
  std::vector<std::string> missing;  ///< sentences, as the file's judgement says them
  std::string reason;                ///< of the last step that had one
  UserId coder, reviewer;
  std::optional<Instant> begun_at, coded_at, finalised_at, reviewed_at;
  std::int64_t version = 1;  ///< of the sheet and the abstract
  std::string service;       ///< by which case mix is told: FHIR serviceType, as text
  std::string physician, physician_name;
  GroupedAs grouped;
  std::int64_t agreed = 0, reviewed = 0;  ///< by the second review
  int times_final = 0;  ///< each time it became so
  int facility = 0;
  std::uint32_t sensitivity = 0;
};

/// Answered by a person: why a finding stands.
struct AnsweredFinding {
  std::string key, words;
  UserId by;
  Instant at;
};

/// What came while somebody worked on the case and was not looked at yet; told without a word of it.
enum class NewsKind { document_came, document_left, answer_came };
std::string_view news_code(NewsKind kind);  ///< document-came, document-left, answer-came
std::optional<NewsKind> parse_news(std::string_view code);
std::string_view news_sentence(NewsKind kind);
struct CodingNews {
  NewsKind kind = NewsKind::document_came;
  ResourceId document;  ///< unset: of none
  Instant at;
};

}  // namespace charta::coding_desk
