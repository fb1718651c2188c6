// SPDX-License-Identifier: Apache-2.0
#include "department/distribution/communication_face.hpp"

#include "base/text.hpp"
#include "record/resources/search_query.hpp"

#include <algorithm>
#include <set>

namespace charta::distribution {
namespace {

using access::Actor;
using resources::Share;

constexpr std::int64_t most_found = 10'000, default_page = 100;
constexpr std::string_view about_recipient = "recipient:identifier";

bool is_ours(std::string_view name) {
  return name == "about" || name == about_recipient;
}

/// Ours together with the repository's own.
bool is_of_both(std::string_view name) {
  return name == "subject" || name == "subject:Patient" || name == "patient" || name == "identifier" || name == "status" ||
         name == "_id";
}

/// What shapes the answer and chooses nothing.
bool is_control(std::string_view name) {
  return name == "_count" || name == "_cursor" || name == "_summary" || name == "_format" || name == "_pretty" ||
         name == "_total";
}

bool narrows(std::string_view name) {
  return is_ours(name) || (is_of_both(name) && name != "status");
}

Share::Part part_of(std::string_view query) {
  bool is_narrow = false, is_alone = false;
  std::set<std::string> named;
  for (const auto& [name, value] : resources::query_pairs(query)) {
    if (!is_ours(name) && !is_of_both(name) && !is_control(name)) return Share::Part::none;
    if (!is_control(name) && !named.insert(name).second) return Share::Part::none;  // both of two values: of one copy never
    is_narrow = is_narrow || narrows(name);
    is_alone = is_alone || is_ours(name);
  }
  return is_alone ? Share::Part::alone : is_narrow ? Share::Part::beside : Share::Part::none;
}

std::vector<std::string> alternatives(const std::string& value) {
  std::vector<std::string> all;
  for (const auto one : split(value, ',')) all.emplace_back(trimmed(one));
  return all;
}

/// "Patient/x" of a reference as clients write it; its type is `standard` where none stands there.
std::pair<std::string, std::string> reference_parts(std::string_view text, std::string_view standard) {
  if (const auto history = text.find("/_history/"); history != std::string_view::npos) text = text.substr(0, history);
  const auto slash = text.rfind('/');
  if (slash == std::string_view::npos) return {std::string(standard), std::string(text)};
  const auto type = text.substr(0, slash);
  const auto before = type.rfind('/');
  return {std::string(before == std::string_view::npos ? type : type.substr(before + 1)), std::string(text.substr(slash + 1))};
}

template <class Values, class Value>
bool has(const std::optional<Values>& asked, const Value& is) {
  return !asked || std::find(asked->begin(), asked->end(), is) != asked->end();
}

}  // namespace

/// Nothing in a member: it was not asked for. An empty list: nothing can be found.
struct CommunicationFace::Asked {
  std::optional<std::vector<PatientId>> patients;
  std::optional<std::vector<ResourceId>> documents;
  std::optional<std::vector<RecipientId>> recipients;
  std::optional<std::vector<CopyId>> ids;
  std::optional<std::vector<std::string>> numbers, statuses;
  std::int64_t count = default_page, behind = 0;
  bool is_count_only = false;

  bool holds(const Copy& copy) const {
    return has(patients, copy.patient) && has(documents, copy.document) && has(recipients, copy.recipient) && has(ids, copy.id) &&
           has(numbers, copy.number()) && has(statuses, std::string(communication_status(copy)));
  }
};

Result<void> CommunicationFace::add_parameter(store::Reader& reader, const std::string& name, const std::string& value,
                                              Asked& into) {
  const auto values = alternatives(value);
  if (name == "status") into.statuses = values;
  if (name == "_summary") into.is_count_only = value == "count";
  if (name == "_count")
    into.count = std::clamp<std::int64_t>(parse_integer(value).value_or(default_page), 0, resources::page_limit);
  if (name == "_cursor" && value.starts_with(resources::shared_cursor)) {
    const auto behind = parse_integer(std::string_view(value).substr(resources::shared_cursor.size()));
    if (value.size() > resources::shared_cursor.size() && (!behind || *behind < 0))
      return fail(ErrorKind::invalid, "this cursor is of no search here", "_cursor");
    into.behind = behind.value_or(0);
  }
  if (name == "_id" || name == "identifier") {
    auto& ids = into.ids.emplace();
    if (name == "identifier") into.numbers.emplace();
    for (const auto& one : values) {
      const auto number = one.substr(one.find('|') == std::string::npos ? 0 : one.find('|') + 1);
      const bool is_another = one.find('|') != std::string::npos && !one.starts_with("urn:charta:copy|") && !one.starts_with("|");
      const auto id = name == "_id" ? copy_behind(one)
                      : is_another  ? std::nullopt
                                    : CopyId::parse(number.substr(0, number.rfind('-')));
      if (id) ids.push_back(*id);
      if (name == "identifier") into.numbers->push_back(number);
    }
  }
  if (name == "about") {
    auto& documents = into.documents.emplace();
    for (const auto& one : values) {
      const auto [type, id] = reference_parts(one, "DocumentReference");
      CHARTA_TRY(const auto stored, resources_.load(reader, type, id));
      if (stored) documents.push_back(stored->key);
    }
  }
  if (name == about_recipient) {
    auto& recipients = into.recipients.emplace();
    for (const auto& one : values) {
      CHARTA_TRY(const auto recipient, distribution_.directory().of_key(reader, one));
      if (recipient) recipients.push_back(recipient->id);
    }
  }
  if (name == "patient" || name.starts_with("subject")) {
    auto& patients = into.patients.emplace();
    for (const auto& one : values) {
      const auto [type, id] = reference_parts(one, "Patient");
      if (type != "Patient") continue;
      CHARTA_TRY(const auto stored, resources_.load(reader, type, id));
      if (!stored) continue;
      CHARTA_TRY(const auto all, index_.expand(reader, PatientId(stored->key.key())));
      patients.insert(patients.end(), all.begin(), all.end());
    }
  }
  return {};
}

Result<CommunicationFace::Asked> CommunicationFace::asked(store::Reader& reader, const Actor&, std::string_view query) {
  Asked all;
  for (const auto& [name, value] : resources::query_pairs(query)) CHARTA_TRY_DO(add_parameter(reader, name, value, all));
  return all;
}

/// By the narrowest of what was asked; what else was asked is looked at in what that finds.
Result<std::vector<Copy>> CommunicationFace::found(store::Reader& reader, const Actor& actor, const Asked& asked) {
  std::vector<Copy> all;
  const auto add = [&](Result<std::vector<Copy>> some) -> Result<void> {
    if (!some) return some.error();
    std::move(some->begin(), some->end(), std::back_inserter(all));
    return {};
  };
  const auto& rows = distribution_.copies();
  CopyFilter filter;
  filter.limit = most_found;
  if (asked.ids) {
    for (const auto id : *asked.ids) {
      CHARTA_TRY(auto copy, rows.find(reader, id));
      if (copy) all.push_back(std::move(*copy));
    }
  } else if (asked.documents) {
    for (const auto document : *asked.documents) CHARTA_TRY_DO(add(rows.of_document(reader, document)));
  } else if (asked.recipients) {
    for (const auto recipient : *asked.recipients) {
      filter.recipient = recipient;
      CHARTA_TRY_DO(add(rows.list(reader, filter, actor.visibility)));
    }
  } else if (asked.patients) {
    for (const auto patient : *asked.patients) {
      filter.patient = patient;
      CHARTA_TRY_DO(add(rows.list(reader, filter, actor.visibility)));
    }
  }
  std::erase_if(all, [&](const Copy& one) { return !asked.holds(one); });
  std::sort(all.begin(), all.end(), [](const Copy& one, const Copy& other) { return one.id > other.id; });
  all.erase(std::unique(all.begin(), all.end(), [](const Copy& one, const Copy& other) { return one.id == other.id; }),
            all.end());
  std::vector<Copy> seen;
  for (auto& one : all) {
    CHARTA_TRY(const bool is_seen, sees(reader, actor, one));
    if (is_seen) seen.push_back(std::move(one));
  }
  return seen;
}

Result<bool> CommunicationFace::sees(store::Reader& reader, const Actor& actor, const Copy& copy) {
  const auto& eyes = actor.visibility;
  if (!eyes.sees(copy.facility, copy.sensitivity, copy.patient)) return false;
  CHARTA_TRY(const auto stored, resources_.load(reader, copy.document));
  return !stored || eyes.sees(stored->facility, stored->sensitivity, stored->patient);
}

Result<std::string> CommunicationFace::printed(store::Reader& reader, const Copy& copy) {
  CommunicationNames names;
  CHARTA_TRY(const auto patient, resources_.load(reader, ResourceId(copy.patient.key())));
  if (patient) names.patient = patient->id;
  if (copy.encounter.is_set()) {
    CHARTA_TRY(const auto encounter, resources_.load(reader, copy.encounter));
    if (encounter) names.encounter = encounter->id;
  }
  CHARTA_TRY(const auto recipient, distribution_.directory().find(reader, copy.recipient));
  if (recipient) names.recipient = recipient->key;
  return communication_json(copy, names);
}

Result<void> CommunicationFace::note(const Actor& actor, CopyId copy, PatientId patient) {
  ledger::Entry entry;
  entry.act = ledger::Act::viewed;
  entry.subject_kind = copy.is_set() ? "distribution_copy" : "distribution_copies";
  entry.subject = copy.key();
  entry.patient = patient;
  if (actor.kind == Actor::Kind::person) return ledger_.record_read(actor.author, entry);
  ledger_.record_program_read(actor.author, entry);
  return {};
}

Result<std::string> CommunicationFace::read(const Actor& actor, CopyId id) {
  CHARTA_TRY(auto view, distribution_.find(actor, id));
  CHARTA_TRY(const bool is_seen, store_.read([&](store::Reader& reader) { return sees(reader, actor, view.copy); }));
  if (!is_seen) return fail(ErrorKind::not_found, "Communication/" + communication_id(id) + " does not exist");
  CHARTA_TRY_DO(note(actor, id, view.copy.patient));
  const auto& copy = view.copy;
  // What was not read in the rule's hours has failed and is work; a reading that comes late still counts.
  const bool lies_ready = copy.state == CopyState::sent || (copy.state == CopyState::failed && copy.sent_at);
  if (copy.channel == Channel::fhir_communication && lies_ready) {
    CHARTA_TRY(const bool is_client, is_client_(actor, copy));
    if (is_client) {
      // A read that is sent again finds its receipt taken.
      CHARTA_TRY_DO(distribution_.take_receipt({"read " + copy.number(), copy.number(), "delivered", {}}));
      CHARTA_TRY(view, distribution_.find(actor, id));
    }
  }
  return store_.read([&](store::Reader& reader) { return printed(reader, view.copy); });
}

Result<std::string> CommunicationFace::bundle(store::Reader& reader, const resources::SearchRequest& request, const Asked& asked,
                                              const std::vector<Copy>& copies, std::set<PatientId>& shown) {
  const auto total = static_cast<std::int64_t>(copies.size());
  const auto from = std::min(asked.behind, total), until = std::min(from + asked.count, total);
  std::string onward, text;
  for (const auto& [name, value] : resources::query_pairs(request.query))
    if (name != "_cursor") onward += resources::percent_encoded(name) + "=" + resources::percent_encoded(value) + "&";
  json::Writer out(text);
  const std::string address = request.base_url + "/Communication";
  out.begin_object().member("resourceType", "Bundle").member("type", "searchset").member("total", total);
  out.key("link").begin_array().begin_object().member("relation", "self").member("url", address + "?" + request.query);
  out.end_object();
  if (until < total && asked.count > 0) {
    const auto cursor = resources::percent_encoded(std::string(resources::shared_cursor) + std::to_string(until));
    out.begin_object().member("relation", "next").member("url", address + "?" + onward + "_cursor=" + cursor).end_object();
  }
  out.end_array();
  if (!asked.is_count_only && from < until) {
    out.key("entry").begin_array();
    for (auto i = from; i < until; ++i) {
      const auto& copy = copies[static_cast<std::size_t>(i)];
      shown.insert(copy.patient);
      CHARTA_TRY(const auto resource, printed(reader, copy));
      out.begin_object().member("fullUrl", address + "/" + communication_id(copy.id)).key("resource").raw(resource);
      out.key("search").begin_object().member("mode", "match").end_object().end_object();
    }
    out.end_array();
  }
  out.end_object();
  return text;
}

Result<std::string> CommunicationFace::search(const Actor& actor, const resources::SearchRequest& request) {
  CHARTA_TRY_DO(access::require(actor, access::Permission::search_record));
  CHARTA_TRY_DO(access::require(actor, access::Permission::read_record));
  std::set<PatientId> shown;
  CHARTA_TRY(auto answer, store_.read([&](store::Reader& reader) -> Result<std::string> {
    CHARTA_TRY(const auto all, asked(reader, actor, request.query));
    CHARTA_TRY(const auto copies, found(reader, actor, all));
    return bundle(reader, request, all, copies, shown);
  }));
  for (const auto patient : shown) CHARTA_TRY_DO(note(actor, CopyId(), patient));
  return answer;
}

Share communication_share(std::shared_ptr<CommunicationFace> face) {
  Share share;
  share.type = "Communication";
  share.owns = [](std::string_view id) { return copy_behind(id).has_value(); };
  share.part = part_of;
  share.read = [face](const Actor& actor, std::string_view id) { return face->read(actor, copy_behind(id).value_or(CopyId())); };
  share.search = [face](const Actor& actor, const resources::SearchRequest& request) { return face->search(actor, request); };
  share.words.parameters = {{"about", "reference", "copies of a document: DocumentReference/x"}};
  return share;
}

}  // namespace charta::distribution
