// SPDX-License-Identifier: Apache-2.0
#include "record/ledger/entry_text.hpp"

#include "formats/json/json.hpp"

#include <array>
#include <charconv>

namespace charta::ledger {
namespace {

void append_key(std::string& out, std::int64_t key) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::array<char, 13> text;
  auto rest = static_cast<std::uint64_t>(key);
  for (std::size_t i = text.size(); i > 0; --i, rest >>= 5) text[i - 1] = alphabet[rest & 31];
  out += '"';
  out.append(text.data(), text.size());
  out += '"';
}

void append_integer(std::string& out, std::int64_t value) {
  std::array<char, 24> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), static_cast<std::size_t>(end - text.data()));
}

void key_member(std::string& out, std::string_view name, std::int64_t key) {
  if (key == 0) return;
  out += name;
  append_key(out, key);
}

void text_member(std::string& out, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  out += name;
  json::write_string(out, text);
}

void digest_member(std::string& out, std::string_view digest) {
  if (digest.empty()) return;
  constexpr std::string_view digits = "0123456789abcdef";
  out += ",\"digest\":\"";
  for (const char c : digest) {
    out += digits[static_cast<unsigned char>(c) >> 4];
    out += digits[static_cast<unsigned char>(c) & 15];
  }
  out += '"';
}

}  // namespace

// Members in the order of their names, as RFC 8785 wants them; `act`, `at` and `id` are always there.
void write_canonical(std::string& out, const EntryFields& entry) {
  out.assign("{\"act\":");
  json::write_string(out, entry.act);
  out += ",\"at\":";
  append_integer(out, entry.at);
  digest_member(out, entry.digest);
  out += ",\"id\":";
  append_key(out, entry.id);
  text_member(out, ",\"lifecycle\":", lifecycle_of_code(entry.act));
  key_member(out, ",\"on_behalf_of\":", entry.on_behalf_of);
  key_member(out, ",\"patient\":", entry.patient);
  text_member(out, ",\"reason\":", entry.reason);
  text_member(out, ",\"rule\":", entry.rule);
  key_member(out, ",\"subject\":", entry.subject);
  text_member(out, ",\"subject_kind\":", entry.subject_kind);
  if (entry.subject_version != 0) {
    out += ",\"subject_version\":";
    append_integer(out, entry.subject_version);
  }
  key_member(out, ",\"user\":", entry.user);
  text_member(out, ",\"workstation\":", entry.workstation);
  out += '}';
}

}  // namespace charta::ledger
