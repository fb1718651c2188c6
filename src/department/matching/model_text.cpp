// SPDX-License-Identifier: Apache-2.0
// Models as JSON, and the one to begin with.
#include "department/matching/model.hpp"
#include "formats/json/json.hpp"

#include <fmt/format.h>

#include <charconv>

namespace charta::matching {
namespace {

std::string shares_text(const std::array<double, level_count>& shares) {
  std::string text = "{";
  for (std::size_t level = 1; level < level_count; ++level)
    text += fmt::format("{}\"{}\":{:.9g}", level == 1 ? "" : ",", name_of(static_cast<Level>(level)), shares[level]);
  return text + "}";
}

Result<double> number(json::Value value, std::string_view where) {
  double parsed = 0;
  const auto text = value.text();
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (!value.is(json::Kind::number) || error != std::errc() || end != text.data() + text.size())
    return fail(ErrorKind::invalid, fmt::format("a matching model lacks the number \"{}\"", where), std::string(where));
  return parsed;
}

Result<void> read_shares(json::Value object, std::string_view where, std::array<double, level_count>& shares) {
  for (std::size_t level = 1; level < level_count; ++level) {
    const auto name = name_of(static_cast<Level>(level));
    CHARTA_TRY(shares[level], number(object[name], fmt::format("{}.{}", where, name)));
    if (shares[level] < 0 || shares[level] > 1)
      return fail(ErrorKind::invalid, fmt::format("{}.{} is no share from 0 to 1", where, name), std::string(where));
  }
  return {};
}

using LevelRow = std::array<double, level_count - 1>;

/// Shares of the levels from differs to exact, for pairs of one person and pairs of two.
struct Starter {
  Field field;
  LevelRow m, u;
  double shared_when_rare;
};

/// The same beside an agreement that brings the field along; pairs of one person keep their shares.
struct BesideStarter {
  Field field;
  LevelRow u;
};

//                       differs similar partial close  equival exchang exact
constexpr Starter starters[] = {
    {Field::surname, {.040, .015, .015, .060, .020, .010, .840}, {.9700, .0200, .0030, .0030, .0005, .0000010, .0035}, 1},
    {Field::given_name, {.040, .020, .030, .060, .030, .001, .819}, {.9500, .0250, .0080, .0040, .0030, .0000010, .0100}, 1},
    {Field::middle_name, {.080, .010, .150, .030, .010, .001, .719}, {.9000, .0200, .0500, .0050, .0050, .0001, .0199}, 1},
    {Field::suffix, {.050, .001, .001, .001, .001, .001, .945}, {.6000, .0001, .0001, .0001, .0001, .0001, .3995}, 1},
    {Field::birth_date, {.015, .010, .020, .040, .001, .010, .904}, {.9500, .0160, .0330, .0007, .0001, .00003, .00005}, 1},
    {Field::age, {.200, .001, .001, .300, .001, .001, .496}, {.7000, .0001, .0001, .2700, .0001, .0001, .0297}, 1},
    {Field::sex, {.010, .001, .001, .001, .001, .001, .985}, {.5000, .0001, .0001, .0001, .0001, .0001, .4995}, 1},
    {Field::national_id,
     {.030, .015, .010, .045, .001, .001, .898},
     {.9998, .0001, .0001, .000003, .0000001, .0000001, .0000001},
     .02},
    {Field::other_id, {.200, .010, .005, .035, .001, .001, .748}, {.9990, .0006, .0003, .00003, .000001, .000001, .00001}, .1},
    {Field::phone, {.300, .010, .010, .040, .001, .001, .638}, {.9990, .0006, .0003, .00003, .000001, .000001, .0001}, .3},
    {Field::email, {.300, .010, .050, .040, .001, .001, .598}, {.9990, .0001, .0008, .00003, .000001, .000001, .0001}, .2},
    {Field::street, {.200, .030, .030, .080, .010, .010, .640}, {.9800, .0100, .0080, .0005, .0002, .0001, .0012}, 1},
    {Field::street_number, {.220, .001, .001, .060, .001, .001, .716}, {.9000, .0001, .0001, .0700, .0001, .0001, .0296}, 1},
    {Field::locality, {.250, .030, .040, .080, .010, .010, .580}, {.9800, .0100, .0060, .0005, .0002, .0001, .0032}, 1},
    {Field::city, {.150, .020, .020, .060, .010, .001, .739}, {.9300, .0200, .0100, .0020, .0005, .0001, .0374}, 1},
    {Field::postal_code, {.180, .001, .001, .060, .001, .001, .756}, {.9750, .0001, .0001, .0150, .0001, .0001, .0096}, 1},
    {Field::region, {.050, .001, .001, .020, .001, .001, .926}, {.7500, .0001, .0001, .0300, .0001, .0001, .2196}, 1},
    {Field::mothers_maiden_name,
     {.080, .015, .020, .060, .010, .001, .814},
     {.9700, .0200, .0030, .0030, .0005, .0001, .0034},
     1},
    {Field::birth_order, {.020, .001, .001, .001, .001, .001, .975}, {.5000, .0001, .0001, .0001, .0001, .0001, .4995}, 1},
    {Field::death_date, {.030, .010, .020, .040, .001, .010, .889}, {.9700, .0200, .0050, .0010, .0001, .0001, .0038}, 1}};

//                             differs similar partial close  equival exchang exact
constexpr BesideStarter beside_starters[] = {{Field::surname, {.360, .005, .010, .005, .010, .00001, .610}},
                                             {Field::birth_date, {.900, .040, .030, .003, .0001, .0001, .0268}},
                                             {Field::age, {.050, .001, .001, .047, .001, .001, .899}},
                                             {Field::sex, {.020, .001, .001, .001, .001, .001, .975}},
                                             {Field::phone, {.500, .010, .010, .010, .001, .001, .468}},
                                             {Field::email, {.800, .010, .010, .010, .001, .001, .168}},
                                             {Field::street, {.970, .010, .008, .001, .0005, .0005, .010}},
                                             {Field::city, {.080, .010, .010, .010, .005, .001, .884}},
                                             {Field::region, {.010, .001, .001, .002, .001, .001, .984}},
                                             {Field::mothers_maiden_name, {.580, .005, .010, .005, .005, .0001, .3949}}};

}  // namespace

std::string Model::print() const {
  std::string text = fmt::format(
      "{{\n  \"id\": \"{}\",\n  \"trained_on\": \"{}\",\n  \"records\": {},\n  \"matches_per_record\": {:.9g},\n  \"fields\": "
      "{{\n",
      id, trained_on, records, matches_per_record);
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto& field = fields[i];
    text += fmt::format("    \"{}\": {{\"shared_when_rare\": {:.9g},\n      \"m\": {},\n      \"u\": {}",
                        name_of(static_cast<Field>(i)), field.shared_when_rare, shares_text(field.alone.m),
                        shares_text(field.alone.u));
    if (can_be_brought_along(static_cast<Field>(i)))
      text += fmt::format(",\n      \"beside_m\": {},\n      \"beside_u\": {}", shares_text(field.beside.m),
                          shares_text(field.beside.u));
    text += i + 1 < field_count ? "},\n" : "}\n";
  }
  return text + "  }\n}\n";
}

Result<Model> Model::parse(std::string_view text) {
  CHARTA_TRY(const auto document, json::Document::parse(text));
  const auto root = document.root();
  Model model;
  model.id = root["id"].text();
  model.trained_on = root["trained_on"].text();
  model.records = root["records"].integer().value_or(0);
  CHARTA_TRY(model.matches_per_record, number(root["matches_per_record"], "matches_per_record"));
  for (std::size_t i = 0; i < field_count; ++i) {
    const auto name = std::string(name_of(static_cast<Field>(i)));
    const auto field = root["fields"][name];
    auto& into = model.fields[i];
    CHARTA_TRY(into.shared_when_rare, number(field["shared_when_rare"], name + ".shared_when_rare"));
    CHARTA_TRY_DO(read_shares(field["m"], name + ".m", into.alone.m));
    CHARTA_TRY_DO(read_shares(field["u"], name + ".u", into.alone.u));
    if (!can_be_brought_along(static_cast<Field>(i))) continue;
    CHARTA_TRY_DO(read_shares(field["beside_m"], name + ".beside_m", into.beside.m));
    CHARTA_TRY_DO(read_shares(field["beside_u"], name + ".beside_u", into.beside.u));
  }
  return model;
}

Model starter_model() {
  Model model;
  for (const auto& starter : starters) {
    auto& field = model.fields[index_of(starter.field)];
    std::copy(starter.m.begin(), starter.m.end(), field.alone.m.begin() + 1);
    std::copy(starter.u.begin(), starter.u.end(), field.alone.u.begin() + 1);
    field.beside.m = field.alone.m;
    field.shared_when_rare = starter.shared_when_rare;
  }
  for (const auto& starter : beside_starters)
    std::copy(starter.u.begin(), starter.u.end(), model.fields[index_of(starter.field)].beside.u.begin() + 1);
  return model;
}

}  // namespace charta::matching
