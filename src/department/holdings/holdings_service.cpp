// SPDX-License-Identifier: Apache-2.0
#include "department/holdings/holdings_service.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace charta::holdings {
namespace {

using access::Permission;
using chart::ChartEntry;
using patient_index::PatientHit;

constexpr std::size_t candidates_most = 12;
constexpr std::int64_t entries_most = 5000, visits_most = 2000, people_looked_at = 40;
constexpr int whole_number_points = 100, number_begins_points = 30, name_points = 50, former_name_points = 45, born_points = 30,
              mother_points = 20, visit_points = 15, physician_points = 10;

int year_of(Instant at) {
  return static_cast<int>(at.utc_date().calendar().year());
}

/// The text as a whole, and each of its words that is long enough to be a number of somebody.
std::vector<std::string> numbers_in(std::string_view text) {
  constexpr std::size_t shortest = 4;
  std::vector<std::string> numbers{paper_charts::number_folded(text)};
  for (const auto word : split(text, ' '))
    if (auto folded_word = paper_charts::number_folded(word); folded_word.size() >= shortest)
      numbers.push_back(std::move(folded_word));
  return numbers;
}

/// How a number of this person agrees with what was typed: whole, by its beginning, or only by a piece, which is nothing.
int number_points(const PatientHit& hit, std::string_view text) {
  int points = 0;
  for (const auto& wanted : numbers_in(text)) {
    for (const auto& one : hit.numbers) {
      const auto number = paper_charts::number_folded(one.value);
      if (wanted.empty() || !number.starts_with(wanted)) continue;
      points = std::max(points, number == wanted ? whole_number_points : number_begins_points);
    }
  }
  return points;
}

/// How the finder came to this person, in the words of the answer; no points where a piece of a number agreed by chance.
std::pair<int, std::string> clue_of(const PatientHit& hit, std::string_view text) {
  if (hit.why == "number") {
    const int points = number_points(hit, text);
    return {points, points == whole_number_points ? "number" : "a number begins with this"};
  }
  if (hit.why == "former name") return {former_name_points, "former name"};
  if (hit.why == "birth date") return {born_points, "birth date"};
  return {name_points, "name"};
}

std::string_view medium_of(const ChartEntry& entry) {
  if (entry.kind == "imaging") return "dicom";
  const bool is_picture = entry.content_type == "application/pdf" || entry.content_type.starts_with("image/");
  return is_picture ? "scan" : "text";
}

bool is_kept_paper(const ChartEntry& entry) {
  return (entry.kind == "document" || entry.kind == "report" || entry.kind == "imaging") && entry.status != "entered-in-error";
}

bool names(std::string_view words, const std::string& wanted) {
  return !wanted.empty() && folded(words).find(wanted) != std::string::npos;
}

void note_for(Candidate& one, int points, std::string words) {
  one.points += points;
  if (std::find(one.because.begin(), one.because.end(), words) == one.because.end()) one.because.push_back(std::move(words));
}

void note_against(Candidate& one, int points, std::string words) {
  one.points -= points;
  one.against.push_back(std::move(words));
}

}  // namespace

int HoldingsService::this_year() const {
  return year_of(clock_.now());
}

Result<Answer> HoldingsService::ask(const access::Actor& actor, const Question& question) {
  CHARTA_TRY_DO(access::require(actor, Permission::search_record));
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  const bool says_something = !trimmed(std::string_view(question.text)).empty() ||
                              (question.born_from && question.born_until && *question.born_from == *question.born_until);
  if (!says_something)
    return fail(ErrorKind::missing, "say a number, a name, a box, a roll or a barcode, or the day of birth", "text");
  CHARTA_TRY(const auto clues, clues_of(actor, question));
  Answer answer;
  answer.rule = times_.rule();
  std::vector<PatientId> people;
  for (const auto& [patient, clue] : clues) people.push_back(patient);
  CHARTA_TRY(const auto banners, index_.banners(actor, people));
  const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
    for (const auto& hit : banners) {
      if (hit.closed) continue;
      Candidate one;
      one.person = hit;
      one.points = clues.at(hit.patient).points;
      one.because = clues.at(hit.patient).because;
      CHARTA_TRY_DO(describe(reader, actor, one));
      CHARTA_TRY_DO(weigh(reader, actor, question, one));
      answer.candidates.push_back(std::move(one));
    }
    return {};
  });
  if (!done) return done.error();
  std::stable_sort(answer.candidates.begin(), answer.candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.points > b.points; });
  answer.is_cut = answer.candidates.size() > candidates_most;
  if (answer.is_cut) answer.candidates.resize(candidates_most);
  answer.answer = answer.candidates.empty()       ? "never-existed"
                  : answer.candidates.size() == 1 ? answer.candidates.front().answer
                                                  : "several";
  return answer;
}

Result<Candidate> HoldingsService::of_patient(const access::Actor& actor, PatientId patient) {
  CHARTA_TRY_DO(access::require(actor, Permission::read_record));
  Candidate one;
  CHARTA_TRY(one.person, index_.banner(actor, patient));
  const auto done = store_.read([&](store::Reader& reader) { return describe(reader, actor, one); });
  if (!done) return done.error();
  return one;
}

/// Everybody to whom a number, a name or a place leads: by the record that stands for the person now.
Result<HoldingsService::Clues> HoldingsService::clues_of(const access::Actor& actor, const Question& question) {
  Clues clues;
  const auto add = [&](PatientId patient, int points, std::string why) {
    auto& clue = clues[patient];
    if (std::find(clue.because.begin(), clue.because.end(), why) != clue.because.end()) return;
    const bool leads = points > clue.points;
    clue.points = std::max(clue.points, points) + (clue.because.empty() ? 0 : 5);  // two clues are more than one
    clue.because.insert(leads ? clue.because.begin() : clue.because.end(), std::move(why));
  };
  std::string typed = question.text;
  if (trimmed(std::string_view(typed)).empty() && question.born_from) typed = question.born_from->text();
  std::vector<PatientHit> hits;
  if (paper_charts::parse_position(typed).empty()) {
    CHARTA_TRY(hits, index_.find(actor, typed, people_looked_at));
  }
  const auto done = store_.read([&](store::Reader& reader) -> Result<void> {
    for (const auto& hit : hits) {
      CHARTA_TRY(const auto stands, index_.survivor_of(reader, hit.patient));
      auto [points, why] = clue_of(hit, typed);
      if (points == 0) continue;
      if (stands != hit.patient) why += " of a record that was merged into this one";
      add(stands, points, std::move(why));
    }
    CHARTA_TRY(const auto traced, paper_.trace(reader, typed));
    for (const auto& found : traced.found) {
      if (found.volume.is_set()) {
        CHARTA_TRY(const auto row, paper_.volume(reader, found.volume));
        const bool is_seen = row && actor.visibility.sees(row->volume.facility, row->volume.sensitivity, row->volume.patient);
        if (!is_seen) continue;
      }
      CHARTA_TRY(const auto stands, index_.survivor_of(reader, found.patient));
      add(stands, whole_number_points, found.why);
    }
    return {};
  });
  if (!done) return done.error();
  return clues;
}

Result<void> HoldingsService::add_volumes(store::Reader& reader, const access::Actor& actor,
                                          const std::vector<PatientId>& records, Candidate& candidate) const {
  CHARTA_TRY(const auto rows, paper_.volumes_of(reader, records));
  for (const auto& [volume, place, place_kind, home] : rows) {
    if (!actor.visibility.sees(volume.facility, volume.sensitivity, volume.patient)) continue;
    Holding one;
    one.where = std::string(where_of(volume));
    one.medium = volume.medium;
    one.kind = volume.kind;
    one.place = place;
    one.position = volume.position;
    one.barcode = volume.barcode;
    one.chart_number = volume.chart_number;
    one.certificate = volume.certificate;
    one.volume = volume.id;
    one.patient = volume.patient;
    one.number = volume.number;
    one.from_day = volume.from_day;
    one.until_day = volume.until_day;
    if (can_be_had(one)) one.ways = times_.ways(one.where, one.medium);
    one.rule = times_.rule();
    candidate.holdings.push_back(std::move(one));
  }
  for (const auto record : records) {
    CHARTA_TRY(const auto numbers, paper_.old_numbers_of(reader, record));
    candidate.old_numbers.insert(candidate.old_numbers.end(), numbers.begin(), numbers.end());
  }
  return {};
}

Result<std::vector<ChartEntry>> HoldingsService::add_electronic(store::Reader& reader, const access::Actor& actor,
                                                                const std::vector<PatientId>& records,
                                                                Candidate& candidate) const {
  chart::TimelineQuery query;
  query.patients = records;
  query.limit = entries_most;
  CHARTA_TRY(auto timeline, chart_.rows().timeline(reader, query, actor.visibility));
  std::map<std::string, Holding, std::less<>> by_medium;
  for (const auto& entry : timeline.entries) {
    if (!is_kept_paper(entry)) continue;
    auto& one = by_medium[std::string(medium_of(entry))];
    const std::string day = entry.at.utc_date().text();
    if (one.count++ == 0) one.from_day = one.until_day = day;
    one.from_day = std::min(one.from_day, day);
    one.until_day = std::max(one.until_day, day);
    one.years.insert(year_of(entry.at));
  }
  for (auto& [medium, one] : by_medium) {
    one.where = "electronic";
    one.medium = medium;
    one.patient = candidate.person.patient;
    one.ways = times_.ways(one.where, medium);
    one.rule = times_.rule();
    candidate.holdings.push_back(std::move(one));
  }
  return std::move(timeline.entries);
}

Result<void> HoldingsService::describe(store::Reader& reader, const access::Actor& actor, Candidate& candidate) const {
  CHARTA_TRY(const auto records, index_.expand(reader, candidate.person.patient));
  CHARTA_TRY_DO(add_volumes(reader, actor, records, candidate));
  CHARTA_TRY_DO(add_electronic(reader, actor, records, candidate));
  std::set<int> visited;
  for (const auto record : records) {
    CHARTA_TRY(const auto visits, encounters_.of_patient(reader, record, visits_most));
    for (const auto& visit : visits) {
      if (!visit.started_at || visit.status == "cancelled" || visit.status == "entered-in-error" || visit.status == "planned")
        continue;
      if (!actor.visibility.sees(visit.facility, visit.sensitivity, visit.patient)) continue;
      const int until = visit.ended_at ? year_of(*visit.ended_at) : year_of(*visit.started_at);
      for (int year = year_of(*visit.started_at); year <= until; ++year) visited.insert(year);
    }
  }
  candidate.gaps = gaps_of(candidate.holdings, visited, this_year());
  candidate.answer = answer_class(candidate.holdings, candidate.gaps, std::nullopt, this_year());
  return {};
}

/// What else was said speaks for a person, or against them; where the index does not know it, for nothing.
Result<void> HoldingsService::weigh(store::Reader& reader, const access::Actor& actor, const Question& question,
                                    Candidate& one) const {
  CHARTA_TRY(const auto row, index_.rows().person(reader, one.person.patient));
  if (row && row->record.who.birth_date && (question.born_from || question.born_until)) {
    const Date born = *row->record.who.birth_date;
    const bool fits =
        (!question.born_from || *question.born_from <= born) && (!question.born_until || born <= *question.born_until);
    fits ? note_for(one, born_points, "birth date") : note_against(one, born_points + 10, "another birth date");
  }
  const auto mother = folded(question.mothers_name);
  if (row && !mother.empty() && !row->record.who.mothers_maiden_name.empty())
    names(row->record.who.mothers_maiden_name, mother) ? note_for(one, mother_points, "mother's name")
                                                       : note_against(one, mother_points, "another mother's name");
  CHARTA_TRY(const auto records, index_.expand(reader, one.person.patient));
  if (question.year) {
    bool was_here = std::any_of(one.gaps.begin(), one.gaps.end(),
                                [&](const Gap& gap) { return gap.from <= *question.year && *question.year <= gap.until; });
    for (const auto& holding : one.holdings) was_here = was_here || covers(holding, *question.year, this_year()) == Covers::yes;
    was_here ? note_for(one, visit_points, "was here in that year") : note_against(one, visit_points / 2, "nothing of that year");
    one.answer = answer_class(one.holdings, one.gaps, question.year, this_year());
  }
  const auto physician = folded(question.physician);
  if (physician.empty()) return {};
  chart::TimelineQuery query;
  query.patients = records;
  query.limit = entries_most;
  CHARTA_TRY(const auto timeline, chart_.rows().timeline(reader, query, actor.visibility));
  const bool is_named = std::any_of(timeline.entries.begin(), timeline.entries.end(),
                                    [&](const ChartEntry& entry) { return names(entry.author, physician); });
  if (is_named) note_for(one, physician_points, "the physician wrote in this chart");
  return {};
}

}  // namespace charta::holdings
