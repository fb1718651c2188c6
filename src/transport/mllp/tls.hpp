// SPDX-License-Identifier: Apache-2.0
// TLS contexts of the listener and the sender. Included by their .cpp files alone: asio's TLS is slow to compile.
#pragma once
#include "base/result.hpp"
#include "transport/mllp/client.hpp"
#include "transport/mllp/server.hpp"

#include <boost/asio/ssl.hpp>

#include <memory>
#include <string>

namespace charta::mllp {

using TlsContext = std::shared_ptr<boost::asio::ssl::context>;

/// TLS 1.2 or later. Errors: `invalid` (a file that cannot be read, or does not fit the others), naming the file's role.
Result<TlsContext> listener_context(const TlsFiles& files);
Result<TlsContext> sender_context(const ClientOptions& options);

/// The common name in the certificate that the other side showed; empty when it showed none.
std::string peer_name(SSL* connection);

}  // namespace charta::mllp
