// SPDX-License-Identifier: Apache-2.0
#include "department/training/hospital.hpp"

#include "base/text.hpp"
#include "simulation_lists.hpp"

#include <algorithm>
#include <cstdlib>

namespace charta::training {
namespace {

std::vector<std::string_view> rows_of(std::string_view list) {
  auto rows = split(list, '\n');
  std::erase_if(rows, [](std::string_view row) { return row.empty(); });
  return rows;
}

int whole(std::string_view text) {
  return static_cast<int>(parse_integer(text).value_or(0));
}
double decimal(std::string_view text) {
  return std::strtod(std::string(text).c_str(), nullptr);
}

std::vector<Analyte> analytes_of(std::string_view text) {
  std::vector<Analyte> all;
  if (text.empty()) return all;
  for (const auto row : split(text, '|')) {
    const auto columns = split(row, ';');
    all.push_back({columns[0], columns[1], columns[2], decimal(columns[3]), decimal(columns[4])});
  }
  return all;
}

ReportKind report_of(std::string_view text) {
  if (text == "lab") return ReportKind::lab;
  return text == "radiology" ? ReportKind::radiology : ReportKind::document;
}

Lists read_lists() {
  Lists all;
  all.families = rows_of(simulation_lists::family_names);
  all.female = rows_of(simulation_lists::given_names_female);
  all.male = rows_of(simulation_lists::given_names_male);
  all.streets = rows_of(simulation_lists::streets);
  all.sentences = rows_of(simulation_lists::report_sentences);
  for (const auto row : rows_of(simulation_lists::towns)) {
    const auto c = split(row, '\t');
    all.towns.push_back({c[0], c[1], c[2]});
  }
  for (const auto row : rows_of(simulation_lists::wards)) {
    const auto c = split(row, '\t');
    all.wards.push_back({c[0], c[1], c[2], whole(c[3])});
  }
  for (const auto row : rows_of(simulation_lists::services)) {
    const auto c = split(row, '\t');
    all.services.push_back({c[0], c[1], c[2], c[3], c[4], report_of(c[5]), whole(c[6]), whole(c[7]), analytes_of(c[8])});
  }
  return all;
}

std::string telephone(Random& random) {
  return "(440)555-01" + std::string(1, static_cast<char>('0' + random.below(10))) + static_cast<char>('0' + random.below(10));
}

void settle(Random& random, Person& person) {
  const auto& town = random.one_of(lists().towns);
  person.street = std::to_string(random.between(1, 980)) + " " + std::string(random.one_of(lists().streets));
  person.town = town.name;
  person.state = town.state;
  person.postal_code = town.postal_code;
  person.telephone = telephone(random);
}

}  // namespace

const Lists& lists() {
  static const Lists all = read_lists();
  return all;
}

std::string_view given_name(Random& random, char sex) {
  return random.one_of(sex == 'F' ? lists().female : lists().male);
}

std::vector<Physician> make_physicians(Random& random, int count) {
  std::vector<Physician> all;
  for (int i = 0; i < count; ++i)
    all.push_back(
        {"D" + std::to_string(1000 + i), random.one_of(lists().families), given_name(random, random.chance(0.5) ? 'F' : 'M')});
  return all;
}

Person make_person(Random& random, Date today) {
  Person person;
  person.sex = random.chance(0.53) ? 'F' : 'M';
  person.name.family = random.one_of(lists().families);
  if (random.chance(0.03)) person.name.family += "-" + std::string(random.one_of(lists().families));
  person.name.given = given_name(random, person.sex);
  if (random.chance(0.6)) person.name.middle = given_name(random, person.sex).substr(0, 1);
  if (static_cast<unsigned char>(person.name.middle.empty() ? 'A' : person.name.middle[0]) > 127) person.name.middle.clear();
  if (person.sex == 'M' && random.chance(0.06))
    person.name.suffix = random.chance(0.6) ? "JR" : random.chance(0.5) ? "SR" : "III";
  // Hospitals see the old more than the young: the older of two draws, twice out of three.
  auto age_days = random.between(30, 95 * 365);
  if (random.chance(0.66)) age_days = std::max(age_days, random.between(30, 95 * 365));
  person.born = today.plus_days(-static_cast<int>(age_days));
  if (person.sex == 'F' && age_days > 25 * 365 && random.chance(0.2))
    person.former_families.emplace_back(random.one_of(lists().families));
  settle(random, person);
  return person;
}

Person make_twin(Random& random, const Person& first) {
  Person twin = first;
  twin.mrn.clear();
  twin.former_families.clear();
  twin.name.middle.clear();
  twin.sex = random.chance(0.6) ? first.sex : first.sex == 'F' ? 'M' : 'F';
  const auto& names = twin.sex == 'F' ? lists().female : lists().male;
  for (int tries = 0; tries < 200; ++tries) {
    twin.name.given = random.one_of(names);
    if (twin.name.given != first.name.given && (twin.name.given[0] == first.name.given[0] || tries > 100)) break;
  }
  return twin;
}

Person make_newborn(Random& random, const Person& mother, int mother_index, Date today) {
  Person child = mother;
  child.mrn.clear();
  child.former_families.clear();
  child.sex = random.chance(0.51) ? 'M' : 'F';
  child.name = {mother.name.family, child.sex == 'M' ? "BABYBOY" : "BABYGIRL", "", ""};
  child.born = today;
  child.mother = mother_index;
  child.is_newborn = true;
  return child;
}

Person make_duplicate(Random& random, const Person& person) {
  Person copy = person;
  copy.mrn.clear();
  const auto slip = random.below(3);
  if (slip == 0 && is_ascii(copy.name.family) && copy.name.family.size() > 4) {
    copy.name.family.erase(static_cast<std::size_t>(random.between(1, static_cast<std::int64_t>(copy.name.family.size()) - 2)),
                           1);
  } else if (slip == 1 && is_ascii(copy.name.given) && copy.name.given.size() > 4) {
    copy.name.given.resize(3);
  } else if (!copy.former_families.empty()) {
    std::swap(copy.name.family, copy.former_families.front());
  }
  copy.telephone = telephone(random);
  return copy;
}

}  // namespace charta::training
