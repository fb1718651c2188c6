// SPDX-License-Identifier: Apache-2.0
// The people of the tests: invented, each with a name and a short history, chosen for what goes wrong with such names and
// numbers.
#pragma once
#include <array>
#include <string>
#include <string_view>

namespace charta::people {

struct Person {
  std::string_view mrn, family, given, born, sex, address;
  std::string_view history;  ///< why this person is here
};

inline constexpr std::array<Person, 12> all{{
    {"1001", "Marsh", "Ada", "19610402", "F", "12 Elm Street^^Springfield^IL^62701",
     "the ordinary case: hip replaced, home again"},
    {"1002", "Marsh", "Adele", "19610402", "F", "12 Elm Street^^Springfield^IL^62701",
     "Ada's twin: same family name, birth date, sex and address"},
    {"1003", "Reyes", "Joseph", "19480711", "M", "4 Mill Lane^^Dorset^CA^90001", "Joseph senior: heart failure, often here"},
    {"1004", "Reyes", "Joseph", "19750302", "M", "4 Mill Lane^^Dorset^CA^90001", "Joseph junior: his father's name and house"},
    {"1005", "Muñoz", "José", "19880229", "M", "77 Río Verde^^El Paso^TX^79901", "accents, and born on a leap day"},
    {"1006", "O'Neil", "Siobhán", "19930515", "F", "9 Quay Street^^Boston^MA^02101", "an apostrophe; maternity"},
    {"1007", "O'Neil", "BABYGIRL", "20260227", "F", "9 Quay Street^^Boston^MA^02101", "her newborn, not yet named"},
    {"1008", "Nguyen-Smith", "Thi Mai", "20011109", "F", "31 Harbor Road^^Seattle^WA^98101", "a double name and two given names"},
    {"1009", "Li", "X", "19350101", "M", "2 Lotus Court^^Oakland^CA^94601",
     "the shortest name; born on the first of January, as people of unknown birthday are"},
    {"1010", "Quill", "Tom", "19700102", "M", "5 Inkwell Row^^Concord^NH^03301",
     "his number differs from Ada's by two turned digits"},
    {"01001", "Berg", "Ingrid", "19550817", "F", "8 Fjord Way^^Duluth^MN^55801", "her number is Ada's with a leading zero"},
    {"1001A", "Åberg", "Åse", "19661231", "F", "8 Fjord Way^^Duluth^MN^55801", "her number is Ada's and a letter"},
}};

/// PID as a registration desk of the hospital sends it; `assigner` is whose number it is.
inline std::string pid(const Person& person, std::string_view assigner = "MAIN") {
  return "PID|1||" + std::string(person.mrn) + "^^^" + std::string(assigner) + "^MR||" + std::string(person.family) + "^" +
         std::string(person.given) + "||" + std::string(person.born) + "|" + std::string(person.sex) + "|||" +
         std::string(person.address);
}

}  // namespace charta::people
