// SPDX-License-Identifier: Apache-2.0
#include "transport/http/static_files.hpp"

#include "base/digest.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

namespace charta::http {
namespace {

constexpr std::string_view nonce_placeholder = "{{nonce}}";

constexpr std::string_view page_without_web =
    "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Charta</title></head><body><main><h1>Charta is "
    "serving</h1>"
    "<p>The web application has not been built here. Run <code>./run</code>, or <code>npm ci &amp;&amp; npm run build</code> in "
    "<code>web/</code>, "
    "and start the server again. The interfaces under <code>/fhir</code> and <code>/api</code> work without "
    "it.</p></main></body></html>";

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

bool is_application_path(std::string_view path) {
  return path == "/" || path == "/app" || path.starts_with("/app/");
}

}  // namespace

std::string_view media_type_of(std::string_view file_name) {
  static constexpr std::pair<std::string_view, std::string_view> types[] = {{".html", "text/html; charset=utf-8"},
                                                                            {".js", "text/javascript; charset=utf-8"},
                                                                            {".mjs", "text/javascript; charset=utf-8"},
                                                                            {".css", "text/css; charset=utf-8"},
                                                                            {".svg", "image/svg+xml"},
                                                                            {".png", "image/png"},
                                                                            {".ico", "image/x-icon"},
                                                                            {".json", "application/json"},
                                                                            {".woff2", "font/woff2"},
                                                                            {".wasm", "application/wasm"},
                                                                            {".txt", "text/plain; charset=utf-8"},
                                                                            {".webmanifest", "application/manifest+json"}};
  for (const auto& [ending, type] : types)
    if (file_name.ends_with(ending)) return type;
  return "application/octet-stream";
}

StaticFiles StaticFiles::load(const std::string& folder) {
  StaticFiles files;
  std::error_code error;
  const std::filesystem::path root(folder);
  if (folder.empty() || !std::filesystem::is_directory(root, error)) return files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root, error)) {
    if (!entry.is_regular_file()) continue;
    std::string path = "/" + std::filesystem::relative(entry.path(), root, error).generic_string();
    if (path.ends_with(".gz")) {
      files.files_[path.substr(0, path.size() - 3)].gzipped = read_file(entry.path());
    } else {
      File& file = files.files_[path];
      file.bytes = read_file(entry.path());
      file.content_type = media_type_of(path);
    }
  }
  return files;
}

bool StaticFiles::has(std::string_view path) const {
  return is_application_path(path) || files_.contains(path);
}

Response StaticFiles::page() const {
  const auto found = files_.find("/index.html");
  Response response;
  response.content_type = "text/html; charset=utf-8";
  response.body = found == files_.end() ? std::string(page_without_web) : found->second.bytes;
  const std::string nonce = to_base64url(random_bytes(18));
  replace_all(response.body, nonce_placeholder, nonce);
  response.headers.emplace_back(
      "Content-Security-Policy",
      "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-" + nonce +
          "'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
          "frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

Response StaticFiles::answer(const Request& request) const {
  const auto found = files_.find(request.path);
  if (found == files_.end() || request.path == "/index.html") return page();
  Response response;
  response.content_type = found->second.content_type;
  response.headers.emplace_back("Cache-Control",
                                request.path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  const bool gzip = !found->second.gzipped.empty() && request.header("accept-encoding").find("gzip") != std::string_view::npos;
  if (gzip) response.headers.emplace_back("Content-Encoding", "gzip");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  response.body = gzip ? found->second.gzipped : found->second.bytes;
  return response;
}

}  // namespace charta::http
