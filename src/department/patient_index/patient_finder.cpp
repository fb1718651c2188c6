// SPDX-License-Identifier: Apache-2.0
// The finder and the ranked candidates of the index: reads only.
#include <algorithm>
#include <map>

#include "department/patient_index/name_agreement.hpp"
#include "department/patient_index/patient_index_service.hpp"

namespace charta::patient_index {
namespace {

struct Hunt {
  std::vector<std::pair<PatientId, std::string>> found;  ///< in order of how well they fit, with why
  std::int64_t limit;

  bool full() const { return static_cast<std::int64_t>(found.size()) >= limit; }
  bool add(PatientId patient, std::string_view why) {
    const bool known = std::any_of(found.begin(), found.end(), [&](const auto& one) { return one.first == patient; });
    if (!known) found.emplace_back(patient, why);
    return !full();
  }
};

PatientIndexStore::NameRange range_of(const NameReading& name, bool exact_family) {
  PatientIndexStore::NameRange range;
  range.family_from = name.family;
  range.family_until = exact_family ? name.family + '\x01' : prefix_end(name.family);
  range.given_from = name.given;
  range.given_until = prefix_end(name.given);
  return range;
}

std::int64_t days_of(Date date) { return date.days().time_since_epoch().count(); }

/// The birth dates or the birth year narrow the names; without either every birth date fits.
std::vector<std::pair<std::int64_t, std::int64_t>> birth_spans(const FinderQuery& query) {
  std::vector<std::pair<std::int64_t, std::int64_t>> spans;
  for (const auto date : query.birth_dates) spans.emplace_back(days_of(date), days_of(date) + 1);
  if (spans.empty() && query.birth_year) {
    const std::chrono::year year(*query.birth_year);
    spans.emplace_back(days_of(Date(year / std::chrono::January / 1)), days_of(Date((year + std::chrono::years(1)) / std::chrono::January / 1)));
  }
  if (spans.empty()) spans.emplace_back(0, 0);
  return spans;
}

Result<void> hunt_names(const PatientIndexStore& rows, store::Reader& reader, const FinderQuery& query, const access::Visibility& visibility, Hunt& hunt) {
  for (const bool exact : {true, false}) {
    for (const auto& name : query.names) {
      for (const auto& [from, until] : birth_spans(query)) {
        if (hunt.full()) return {};
        if (name.family.empty() && !exact) continue;  // a given name alone has one reading
        auto range = range_of(name, exact);
        range.born_from = from;
        range.born_until = until;
        // A person has a row per spelling of the surname: ask for some more than are shown.
        CHARTA_TRY_DO(rows.by_name(reader, range, name.family.empty(), visibility, hunt.limit * 3, [&](PatientId patient) { return hunt.add(patient, "name"); }));
      }
    }
  }
  return {};
}

/// With a birth date or two words the names come in the order of fit; a single word may be a surname anywhere, then a given name.
Result<Hunt> hunt_for(const PatientIndexStore& rows, store::Reader& reader, const FinderQuery& query, const access::Visibility& visibility, std::int64_t limit) {
  Hunt hunt{{}, limit};
  if (query.names.empty()) {
    for (const auto& number : query.numbers) {
      CHARTA_TRY_DO(rows.by_number(reader, number, visibility, limit, [&](PatientId patient) { return hunt.add(patient, "number"); }));
    }
    for (const auto date : query.birth_dates) {
      if (hunt.full()) break;
      CHARTA_TRY_DO(rows.by_birth_date(reader, date, visibility, limit, [&](PatientId patient) { return hunt.add(patient, "birth date"); }));
    }
    return hunt;
  }
  CHARTA_TRY_DO(hunt_names(rows, reader, query, visibility, hunt));
  // A number beside a name that is neither date nor year: both must fit, so the number leads.
  const bool number_leads = !query.numbers.empty() && query.birth_dates.empty() && !query.birth_year;
  if (number_leads) {
    Hunt numbered{{}, limit};
    for (const auto& number : query.numbers) {
      CHARTA_TRY_DO(rows.by_number(reader, number, visibility, limit, [&](PatientId patient) { return numbered.add(patient, "number"); }));
    }
    if (!numbered.found.empty()) return numbered;
  }
  return hunt;
}

/// Whether the words would find this person: the same prefixes as the statements compare.
bool is_found_by(const FinderQuery& query, const Person& person) {
  const auto starts = [](const std::string& text, const std::string& prefix) { return text.starts_with(prefix); };
  const auto& who = person.record.who;
  const auto birth_fits = [&] {
    if (query.birth_dates.empty() && !query.birth_year) return true;
    if (!who.birth_date) return false;
    if (std::find(query.birth_dates.begin(), query.birth_dates.end(), *who.birth_date) != query.birth_dates.end()) return true;
    return query.birth_year && static_cast<int>(who.birth_date->calendar().year()) == *query.birth_year;
  };
  const auto number_fits = [&] {
    return std::any_of(who.identifiers.begin(), who.identifiers.end(), [&](const Identifier& id) {
      const std::string value = folded_number(id.value);
      return std::any_of(query.numbers.begin(), query.numbers.end(), [&](const std::string& number) { return starts(value, number); });
    });
  };
  if (query.names.empty()) return number_fits() || (!query.birth_dates.empty() && birth_fits());
  return birth_fits() && std::any_of(who.names.begin(), who.names.end(), [&](const Name& name) {
           const std::string given = folded_words(name.given + " " + name.middle);
           const auto families = surname_variants(name.family);
           return std::any_of(query.names.begin(), query.names.end(), [&](const NameReading& reading) {
             const bool family = reading.family.empty() ||
                                 std::any_of(families.begin(), families.end(), [&](const std::string& one) { return starts(one, reading.family); });
             return family && starts(given, reading.given);
           });
         });
}

/// Who is looked for: also those that are announced as restricted, to whoever may break the glass.
access::Visibility finders_view(const access::Actor& actor, const access::SecurityLabels& labels) {
  access::Visibility view = actor.visibility;
  if (actor.may(access::Permission::break_glass)) view.clearance |= labels.announced();
  return view;
}

bool is_former_name_only(const PatientHit& hit, const FinderQuery& query) {
  const std::string current = folded_words(hit.name);
  return std::none_of(query.names.begin(), query.names.end(), [&](const NameReading& name) {
    return current.find(name.family) != std::string::npos && current.find(name.given) != std::string::npos;
  });
}

}  // namespace

Result<std::vector<PatientHit>> PatientIndexService::find(const access::Actor& actor, std::string_view typed, std::int64_t limit) const {
  CHARTA_TRY_DO(access::require(actor, access::Permission::search_record));
  const FinderQuery query = parse_finder(typed);
  if (query.empty() || limit <= 0) return std::vector<PatientHit>();
  return store_.read([&](store::Reader& reader) -> Result<std::vector<PatientHit>> {
    const auto view = finders_view(actor, resources_.security_labels());
    CHARTA_TRY(auto hunt, hunt_for(store_of_index_, reader, query, view, std::min<std::int64_t>(limit, 200)));
    // Those for whom the glass is broken are few, and their labels may be any: they are compared one by one.
    for (const PatientId opened : actor.visibility.opened_by_glass) {
      CHARTA_TRY(const auto person, store_of_index_.person(reader, opened));
      if (person && is_found_by(query, *person)) hunt.add(opened, query.names.empty() ? "number" : "name");
    }
    std::vector<PatientHit> hits;
    for (const auto& [patient, why] : hunt.found) {
      CHARTA_TRY(auto person, store_of_index_.person(reader, patient));
      if (person) {
      CHARTA_TRY(*person, as_shown(reader, actor, std::move(*person)));
    }
      auto found = person ? shown(actor, *person) : std::nullopt;
      if (!found) continue;
      if (!found->closed) CHARTA_TRY_DO(add_survivor(reader, *found));
      found->why = why == "name" && is_former_name_only(*found, query) ? "former name" : why;
      hits.push_back(std::move(*found));
    }
    return hits;
  });
}

Result<std::vector<RankedCandidate>> PatientIndexService::candidates(const access::Actor& actor, const Demographics& received, std::size_t limit) const {
  CHARTA_TRY_DO(access::require(actor, access::Permission::search_record));
  return store_.read([&](store::Reader& reader) -> Result<std::vector<RankedCandidate>> {
    constexpr std::int64_t each = 50;
    Hunt hunt{{}, 400};
    const auto add = [&](PatientId patient) { return hunt.add(patient, ""); };
    for (const auto& id : received.identifiers) {
      CHARTA_TRY_DO(store_of_index_.by_number(reader, folded_number(id.value), actor.visibility, each, add));
    }
    if (received.birth_date) CHARTA_TRY_DO(store_of_index_.by_birth_date(reader, *received.birth_date, actor.visibility, each, add));
    if (const Name* name = received.current_name(); name != nullptr && !name->family.empty()) {
      const NameReading reading{folded_words(name->family), folded_words(name->given).substr(0, 1)};
      CHARTA_TRY_DO(store_of_index_.by_name(reader, range_of(reading, true), false, actor.visibility, each, add));
    }
    std::vector<Person> persons;
    for (const auto& [patient, why] : hunt.found) {
      CHARTA_TRY(auto person, store_of_index_.person(reader, patient));
      if (person && !person->deleted) persons.push_back(std::move(*person));
    }
    auto ranked = rank(received, persons, weights_, limit);
    std::erase_if(ranked, [](const RankedCandidate& one) { return one.score <= 0; });
    return ranked;
  });
}

}  // namespace charta::patient_index
