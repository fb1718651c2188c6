// SPDX-License-Identifier: Apache-2.0
// Whatever stands in a publisher's file, its reader answers tables that hold together, or says why not; compact files as well,
// and claims.
#include "base/text.hpp"
#include "department/coding/code_sets/claim_json.hpp"
#include "department/coding/code_sets/compact_file.hpp"
#include "department/coding/code_sets/edit_files.hpp"
#include "department/coding/code_sets/edit_list_file.hpp"
#include "department/coding/code_sets/manual_files.hpp"
#include "department/coding/code_sets/weight_table.hpp"
#include "department/coding/grouper/formula.hpp"
#include "tests/fuzz/property.hpp"

using namespace charta;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto text = text_of(data + 1, size - 1);
  switch (data[0] % 9) {
    case 0: {
      std::vector<grouper::Node> nodes;
      const auto meaning = [](std::string_view) { return grouper::Node{}; };
      const auto root = grouper::compile(text, meaning, nodes);
      CHARTA_PROPERTY(!root || *root < nodes.size());
      return 0;
    }
    case 1: {
      if (auto table = code_sets::read_weight_table(text, 430)) {
        const auto again =
            code_sets::from_compact<code_sets::WeightTable>("ms-drg-weights", code_sets::to_compact("ms-drg-weights", *table));
        CHARTA_PROPERTY(again.has_value() && again->facts.size() == table->facts.size());
      }
      return 0;
    }
    case 2: {
      const std::string plain = "key,start_date,end_date,start_age,end_age\n1,2015-10-01,2026-09-30,0,1\n";
      auto tables = code_sets::read_code_editor(
          {{"mce_dx", std::string(text)}, {"mce_px", std::string(text)}, {"mce_age", plain}, {"mce_dstat", plain}});
      CHARTA_PROPERTY(!tables || tables->prepare().has_value());
      return 0;
    }
    case 3: {
      code_sets::NamedTexts texts;
      for (const auto name : code_sets::one_version_names()) texts[std::string(name)] = text;
      if (const auto published = code_sets::read_one_version(texts, 430)) (void)published->tables_of(430);
      return 0;
    }
    case 5: {
      const auto document = json::Document::parse(text);
      if (!document) return 0;
      const auto line = code_sets::read_claim(document->root());
      if (!line) {
        CHARTA_PROPERTY(line.error().kind != ErrorKind::invalid || !line.error().message.empty());
        return 0;
      }
      CHARTA_PROPERTY(line->claim.unreadable.size() == line->unreadable_at.size());
      for (const auto& given : line->claim.unreadable) CHARTA_PROPERTY(is_valid_utf8(given) && given.size() < 24);
      for (const auto& one : line->claim.secondary)
        CHARTA_PROPERTY(!grouper::is_unreadable(one.code) || grouper::words_of(line->claim, one.code).front() == '\'');
      return 0;
    }
    case 6: {
      const auto list = code_sets::read_edit_list(text);
      if (!list) return 0;
      encoder::CodeTexts codes;
      const auto first = *Date::parse("2019-10-01"), last = *Date::parse("2020-09-30");
      auto tables = code_sets::edit_tables_of(*list, codes, codes, first, last, {1, 20});
      CHARTA_PROPERTY(!tables || tables->prepare().has_value());
      return 0;
    }
    case 7: {
      const auto list = code_sets::read_drg_list(text);
      CHARTA_PROPERTY(!list || list->drgs.prepare().has_value());
      return 0;
    }
    default: {
      code_sets::NamedTexts texts;
      for (const auto name : code_sets::range_coded_names()) texts[std::string(name)] = text;
      if (const auto published = code_sets::read_range_coded(texts)) (void)published->tables_of(430);
      code_sets::CompactReader reader(text);
      grouper::DrgTables tables;
      tables.fields(reader);
      if (reader.is_at_end()) (void)tables.prepare({});
      return 0;
    }
  }
}
