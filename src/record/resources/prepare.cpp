// SPDX-License-Identifier: Apache-2.0
#include "record/resources/prepare.hpp"

#include "base/text.hpp"
#include "formats/fhir/definitions.hpp"
#include "record/resources/body.hpp"

namespace charta::resources {
namespace {

std::string_view severity_code(fhir::Issue::Severity severity) {
  switch (severity) {
    case fhir::Issue::Severity::error:
      return "error";
    case fhir::Issue::Severity::warning:
      return "warning";
    case fhir::Issue::Severity::information:
      return "information";
  }
  return "error";
}

std::string issues_json(const std::vector<fhir::Issue>& issues) {
  if (issues.empty()) return {};
  std::string out;
  json::Writer writer(out);
  writer.begin_object().member("resourceType", "OperationOutcome").key("issue").begin_array();
  for (const fhir::Issue& issue : issues) {
    writer.begin_object()
        .member("severity", severity_code(issue.severity))
        .member("code", issue.code)
        .member("diagnostics", issue.message);
    if (!issue.path.empty()) writer.key("expression").begin_array().string(issue.path).end_array();
    writer.end_object();
  }
  writer.end_array().end_object();
  return out;
}

/// Key and id of the row to be written, as far as they are known before it is looked for.
void identify(RepositoryParts& parts, Prepared::Parts& made) {
  const PutOptions& options = made.options;
  if (options.key.is_set()) {
    made.key = options.key;
  } else if (const std::int64_t printed = key_of_id(options.client_id); printed != 0) {
    made.key = ResourceId(printed);
  } else if (!made.key.is_set()) {
    made.key = parts.keys.next<ResourceId>();
  }
  made.id = options.client_id.empty() ? made.key.text() : options.client_id;
}

Result<Prepared> finish(RepositoryParts& parts, std::string_view type, std::unique_ptr<Prepared::Parts> made) {
  const json::Value resource = made->resource;
  CHARTA_TRY_DO(check_resource(resource, type));
  made->type = std::string(resource["resourceType"].text());
  made->type_number = fhir::resource_type_number(made->type);
  made->body_id = std::string(resource["id"].text());
  identify(parts, *made);
  const std::string joined = join_body(keep_body(resource));
  made->digest = body_digest(joined);
  made->dictionary = current_dictionary();
  made->body = compress_body(joined, made->dictionary);
  made->rows = index_rows(resource);
  made->at = parts.clock.now();
  return Prepared(std::move(made));
}

}  // namespace

Result<Prepared> prepare_document(RepositoryParts& parts, std::string_view type, json::Document document,
                                  const PutOptions& options) {
  auto made = std::make_unique<Prepared::Parts>();
  made->options = options;
  made->document = std::move(document);
  made->resource = made->document.root();
  return finish(parts, type, std::move(made));
}

Result<Prepared> prepare_body(RepositoryParts& parts, std::string_view type, BytesView body, const PutOptions& options) {
  CHARTA_TRY(auto document, parse_resource(body));
  return prepare_document(parts, type, std::move(document), options);
}

Result<Prepared> prepare_borrowed(RepositoryParts& parts, std::string_view type, json::Value resource, const PutOptions& options,
                                  ResourceId key) {
  auto made = std::make_unique<Prepared::Parts>();
  made->options = options;
  made->resource = resource;
  made->key = key;
  return finish(parts, type, std::move(made));
}

Result<std::int64_t> parse_etag(std::string_view text) {
  text = trimmed(text);
  if (text.empty()) return 0;
  if (text.starts_with("W/")) text.remove_prefix(2);
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
  const auto version = parse_integer(text);
  if (!version || *version < 1) return fail(ErrorKind::invalid, "If-Match is an ETag such as W/\"3\"", "If-Match");
  return *version;
}

std::string validation_json(std::string_view type, BytesView body) {
  const auto document = parse_resource(body);
  const auto finding = [](const Error& error) {
    return issues_json({{fhir::Issue::Severity::error, "structure", error.message, error.location}});
  };
  if (!document) return finding(document.error());
  const auto issues = fhir::validate(document->root());
  if (issues.empty())
    if (const auto checked = check_resource(document->root(), type); !checked) return finding(checked.error());
  return issues_json(issues);
}

}  // namespace charta::resources
