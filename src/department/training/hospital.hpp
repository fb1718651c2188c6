// SPDX-License-Identifier: Apache-2.0
// The simulated hospital's people, wards, services and physicians.
#pragma once
#include "base/time.hpp"
#include "department/training/random.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace charta::training {

struct Name {
  std::string family, given, middle, suffix;
};

/// A person as registration knows them. `mrn`: under the hospital's own assigner.
struct Person {
  std::string mrn;
  Name name;
  std::vector<std::string> former_families;
  Date born;
  char sex = 'F';
  std::string street, town, state, postal_code, telephone;
  std::string ssn;                           ///< nine digits, where it is known
  int birth_order = 0;                       ///< of twins: 1, 2; else 0
  int mother = -1;          ///< of a newborn: index of the mother
  bool is_newborn = false;  ///< BABYBOY or BABYGIRL until named
};

struct Ward {
  std::string_view point_of_care, name, service;
  int beds = 0;
};

struct Analyte {
  std::string_view loinc, name, unit;
  double low = 0, high = 0;
};

enum class ReportKind { lab, radiology, document };

struct Service {
  std::string_view code, loinc, name, department, order_message;
  ReportKind report = ReportKind::lab;
  int hours_from = 1, hours_until = 4;
  std::vector<Analyte> analytes;
};

struct Physician {
  std::string id;
  std::string_view family, given;
};

/// The lists of data/simulation, read once.
struct Lists {
  std::vector<std::string_view> families, female, male, streets, sentences;
  struct Town {
    std::string_view name, state, postal_code;
  };
  std::vector<Town> towns;
  std::vector<Ward> wards;
  std::vector<Service> services;
};
const Lists& lists();

std::vector<Physician> make_physicians(Random& random, int count);
/// An adult or child, born before `today`. The MRN is left to registration.
Person make_person(Random& random, Date today);
/// The twin of a person: same family, birth date and address, a given name that begins alike.
Person make_twin(Random& random, const Person& first);
/// "BABYBOY" or "BABYGIRL" under the mother's family name, born on `today`.
Person make_newborn(Random& random, const Person& mother, int mother_index, Date today);
/// A second registration of the same person with the kind of slip that registration desks make: a letter dropped from the family
/// name, a shortened given name, a former family name.
Person make_duplicate(Random& random, const Person& person);
std::string_view given_name(Random& random, char sex);

}  // namespace charta::training
