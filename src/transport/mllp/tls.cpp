// SPDX-License-Identifier: Apache-2.0
#include "transport/mllp/tls.hpp"

#include <openssl/x509.h>

namespace charta::mllp {
namespace ssl = boost::asio::ssl;
namespace {

Error unreadable(const char* role, const boost::system::error_code& error) {
  return fail(ErrorKind::invalid, std::string("the TLS ") + role + " cannot be used: " + error.message());
}

Result<void> load_identity(ssl::context& context, const std::string& certificate, const std::string& key) {
  boost::system::error_code error;
  context.use_certificate_chain_file(certificate, error);
  if (error) return unreadable("certificate file", error);
  context.use_private_key_file(key, ssl::context::pem, error);
  if (error) return unreadable("key file", error);
  return {};
}

TlsContext modern_context(ssl::context::method method) {
  auto context = std::make_shared<ssl::context>(method);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  return context;
}

}  // namespace

Result<TlsContext> listener_context(const TlsFiles& files) {
  auto context = modern_context(ssl::context::tls_server);
  CHARTA_TRY_DO(load_identity(*context, files.certificate, files.key));
  if (files.authorities.empty()) return context;
  boost::system::error_code error;
  context->load_verify_file(files.authorities, error);
  if (error) return unreadable("authorities file", error);
  context->set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
  return context;
}

Result<TlsContext> sender_context(const ClientOptions& options) {
  auto context = modern_context(ssl::context::tls_client);
  if (!options.certificate.empty()) CHARTA_TRY_DO(load_identity(*context, options.certificate, options.key));
  boost::system::error_code error;
  if (options.authorities.empty())
    context->set_default_verify_paths(error);
  else
    context->load_verify_file(options.authorities, error);
  if (error) return unreadable("authorities file", error);
  context->set_verify_mode(ssl::verify_peer);
  return context;
}

std::string peer_name(SSL* connection) {
  X509* certificate = SSL_get1_peer_certificate(connection);
  if (certificate == nullptr) return {};
  char name[256] = {};
  const int length = X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name, sizeof name);
  X509_free(certificate);
  return length > 0 ? std::string(name, static_cast<std::size_t>(length)) : std::string();
}

}  // namespace charta::mllp
