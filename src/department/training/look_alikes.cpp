// SPDX-License-Identifier: Apache-2.0
#include "department/training/look_alikes.hpp"

#include <string>

namespace charta::training {
namespace {

using std::string;

constexpr int first_number = 1900101;  // apart from the numbers of the stream, which begin at 1000000

Date born(Date today, int years, unsigned month, unsigned day) {
  using namespace std::chrono;
  return Date(
      year_month_day(today.calendar().year() - std::chrono::years(years), std::chrono::month(month), std::chrono::day(day)));
}

Person somebody(Name name, char sex, Date born, string street, string telephone, string ssn = {}) {
  Person person;
  person.name = std::move(name);
  person.sex = sex;
  person.born = born;
  person.street = std::move(street);
  person.town = "Alder Falls";
  person.state = "OH";
  person.postal_code = "44901";
  person.telephone = std::move(telephone);
  person.ssn = std::move(ssn);
  return person;
}

/// The same person as somebody else wrote them down.
template <class Slip>
LookAlikes pair(std::string_view story, bool one_person, Person first, Slip slip) {
  Person second = first;
  slip(second);
  return {story, one_person, std::move(first), std::move(second)};
}

void add_slips_of_the_desk(std::vector<LookAlikes>& all, Date today) {
  all.push_back(pair("married since", true,
                     somebody({"Marsh", "Adaline", "J", ""}, 'F', born(today, 38, 4, 2), "7 Quarry Lane", "(440)555-0301"),
                     [](Person& p) {
                       p.former_families = {p.name.family};
                       p.name.family = "Quillfeather";
                       p.street = "22 Harbour Street";
                     }));
  all.push_back(pair("day and month of the birth date exchanged", true,
                     somebody({"Okonjo", "Emeka", "", ""}, 'M', born(today, 51, 3, 12), "31 Orchard Road", "(440)555-0302"),
                     [&](Person& p) { p.born = born(today, 51, 12, 3); }));
  all.push_back(pair("a year of birth mistyped", true,
                     somebody({"Lindqvist", "Ingrid", "", ""}, 'F', born(today, 74, 9, 28), "4 Mill Row", "(440)555-0303"),
                     [&](Person& p) { p.born = born(today, 64, 9, 28); }));
  all.push_back(pair(
      "a nickname and a new address", true,
      somebody({"Whitlock", "Elizabeth", "R", ""}, 'F', born(today, 59, 1, 17), "118 Canal Street", "(440)555-0304", "416201177"),
      [](Person& p) {
        p.name = {"Whitlock", "Betty", "", ""};
        p.street = "9 Beacon Court";
      }));
  all.push_back(pair(
      "a surname as it was heard", true,
      somebody({"Kowalczyk", "Tomasz", "", ""}, 'M', born(today, 45, 6, 9), "60 Foundry Street", "(440)555-0305", "416201188"),
      [](Person& p) { p.name.family = "Kovalchik"; }));
  all.push_back(
      pair("one half of a double surname", true,
           somebody({"Moreau-Delacroix", "Claire", "", ""}, 'F', born(today, 33, 11, 5), "15 Linden Walk", "(440)555-0306"),
           [](Person& p) { p.name.family = "Delacroix"; }));
  all.push_back(pair("given name and surname in each other's place", true,
                     somebody({"Takahashi", "Ren", "", ""}, 'M', born(today, 29, 2, 20), "82 Station Road", "(440)555-0307"),
                     [](Person& p) { std::swap(p.name.family, p.name.given); }));
  all.push_back(pair("registered twice in one afternoon", true,
                     somebody({"Satterfield", "Hana", "M", ""}, 'F', born(today, 67, 7, 30), "3 Bridge Lane", "(440)555-0308"),
                     [](Person& p) { p.telephone = "(440)555-0380"; }));
}

void add_people_to_keep_apart(std::vector<LookAlikes>& all, Date today) {
  Person twin = somebody({"Castellano", "Mia", "", ""}, 'F', born(today, 9, 5, 14), "44 Garden Street", "(440)555-0309");
  twin.birth_order = 1;
  all.push_back(pair("twins", false, twin, [](Person& p) {
    p.name.given = "Maya";
    p.birth_order = 2;
  }));
  all.push_back(pair("father and son of one name", false,
                     somebody({"Brandt", "Walter", "", "Sr"}, 'M', born(today, 71, 8, 3), "12 Hillcrest Avenue", "(440)555-0310"),
                     [&](Person& p) {
                       p.name.suffix = "Jr";
                       p.born = born(today, 43, 8, 30);
                     }));
  all.push_back(
      pair("one name and birth date, two social security numbers", false,
           somebody({"Garcia", "Maria", "", ""}, 'F', born(today, 56, 10, 11), "200 Main Street", "(440)555-0311", "416203311"),
           [](Person& p) {
             p.street = "77 Prospect Street";
             p.telephone = "(440)555-0399";
             p.ssn = "529440912";
           }));
}

void add_newborn(std::vector<LookAlikes>& all, Date today) {
  all.push_back(pair("a newborn, named since", true,
                     somebody({"Haddad", "BABYGIRL", "", ""}, 'F', today.plus_days(-9), "19 Willow Street", "(440)555-0312"),
                     [](Person& p) { p.name.given = "Layla"; }));
}

}  // namespace

std::vector<LookAlikes> look_alikes(Date today) {
  std::vector<LookAlikes> all;
  add_slips_of_the_desk(all, today);
  add_people_to_keep_apart(all, today);
  add_newborn(all, today);
  int number = first_number;
  for (LookAlikes& two : all) {
    two.first.mrn = std::to_string(number++);
    two.second.mrn = std::to_string(number++);
  }
  return all;
}

}  // namespace charta::training
