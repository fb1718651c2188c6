// SPDX-License-Identifier: Apache-2.0
#include "record/resources/token_text_store.hpp"

#include "base/text.hpp"
#include "record/resources/parameter_plan.hpp"

#include <functional>
#include <mutex>
#include <string>

namespace charta::resources {
namespace {

constexpr store::Statement insert_text{
    "resources.insert_token_text",
    "INSERT INTO token_text (param, folded, system, code) VALUES (:param, :folded, :system, :code) ON CONFLICT DO NOTHING"};
constexpr store::Statement select_codes{"resources.codes_of_text", R"sql(
  SELECT t.code, c.uri FROM token_text t LEFT JOIN code_system c ON c.id = t.system
   WHERE t.param = :param AND t.folded >= :from AND t.folded < :until LIMIT 5000)sql"};

std::size_t hash_of(const CodeText& text) {
  const std::hash<std::string_view> of;
  std::size_t hash = of(text.text);
  for (const std::size_t more : {of(text.code), static_cast<std::size_t>(text.param), static_cast<std::size_t>(text.system)})
    hash = hash * 1099511628211ULL ^ more;
  return hash;
}

}  // namespace

bool CodeTexts::knows(std::size_t hash) const {
  const std::shared_lock lock(mutex_);
  return known_.contains(hash);
}

Result<void> CodeTexts::learn(store::UnitOfWork& work, std::span<const CodeText> texts) {
  for (const CodeText& text : texts) {
    const std::size_t hash = hash_of(text);
    if (knows(hash)) continue;
    const std::string key = folded_key(folded(text.text));
    if (!key.empty())
      CHARTA_TRY_DO(
          work.write(insert_text, {{"param", text.param}, {"folded", key}, {"system", text.system}, {"code", text.code}}));
    work.after_commit([this, hash] {
      const std::unique_lock lock(mutex_);
      known_.insert(hash);
    });
  }
  return {};
}

Result<void> add_codes_of_text(store::Reader& reader, const fhir::SearchParameter& parameter, std::string_view text,
                               std::vector<SearchValue>& values) {
  const std::string key = folded_key(folded(text));
  if (key.empty()) return {};
  const std::string until = key + "\xF4\x8F\xBF\xBF";
  for (const std::uint16_t number : plan_of(parameter).numbers) {
    CHARTA_TRY_DO(reader.read(select_codes, {{"param", number}, {"from", key}, {"until", until}}, [&](const store::Row& row) {
      SearchValue value;
      value.text = row.string(0);
      value.system = row.string(1);
      values.push_back(std::move(value));
      return true;
    }));
  }
  SearchValue words;
  words.text = words_without_code + key;
  words.starts = true;
  values.push_back(std::move(words));
  return {};
}

}  // namespace charta::resources
