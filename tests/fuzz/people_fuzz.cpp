// SPDX-License-Identifier: Apache-2.0
// Lists of people with their mapping: any two people that are read compare the same both ways, and what a
// pattern is worth is a number. Before a line of three hyphens stands the mapping; without one all fields are mapped by name.
#include "department/matching/comparison.hpp"
#include "department/matching/encoding.hpp"
#include "department/matching/model.hpp"
#include "department/matching/person_list.hpp"
#include "tests/fuzz/property.hpp"

#include <cmath>
#include <cstdint>
#include <sstream>

using namespace charta::matching;

namespace {

constexpr std::string_view cut = "\n---\n";
constexpr std::string_view whole_mapping =
    R"({"columns":{"surname":"surname","given":"given_name","full":"full_name","former":"former_surname","born":"birth_date","sex":"sex",)"
    R"("ssn":"national_id","phone":"phone","email":"email","street":"street","city":"city","zip":"postal_code","died":"death_date"}})";
constexpr std::size_t most_people = 40;

void compare_both_ways(const Encoder& encoder, const std::vector<EncodedPerson>& people) {
  const Model model = starter_model();
  Frequencies frequencies;
  for (const EncodedPerson& person : people) frequencies.add(person);
  const Scorer scorer(model, frequencies);
  for (const EncodedPerson& a : people) {
    for (const EncodedPerson& b : people) {
      const Pattern pattern = compare(encoder, a, b);
      CHARTA_PROPERTY(pattern.bits() == compare(encoder, b, a).bits());
      CHARTA_PROPERTY(std::isfinite(scorer.bits(pattern, a)));
    }
  }
  for (const EncodedPerson& person : people) frequencies.remove(person);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = text_of(data, size);
  const std::size_t at = text.find(cut);
  const auto mapping = ColumnMapping::parse(at == std::string_view::npos ? whole_mapping : text.substr(0, at));
  if (!mapping) {
    CHARTA_PROPERTY(!mapping.error().message.empty());
    return 0;
  }
  std::istringstream in(std::string(at == std::string_view::npos ? text : text.substr(at + cut.size())));
  Encoder encoder;
  std::vector<EncodedPerson> people;
  const auto read = read_people(in, *mapping, [&](ListedPerson&& listed) {
    if (people.size() < most_people) people.push_back(encoder.encode(listed.person));
  });
  CHARTA_PROPERTY(read || !read.error().message.empty());
  compare_both_ways(encoder, people);
  return 0;
}
