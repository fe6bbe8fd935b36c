// SPDX-License-Identifier: Apache-2.0
// The server's side of TLS: certificate, versions, groups. A context never changes; a new certificate is a new context.
#pragma once

#include "net/listener_options.hpp"

#include <expected>
#include <memory>
#include <mutex>
#include <string>

namespace boost::asio::ssl {
class context;
}

namespace signet::net {

using TlsContext = boost::asio::ssl::context;

/// The error names the file and says what is wrong with it.
[[nodiscard]] std::expected<std::shared_ptr<TlsContext>, std::string> load_tls_context(const TlsFiles& files);

/// The context for new connections. Thread-safe.
class CurrentTls {
 public:
  [[nodiscard]] std::shared_ptr<TlsContext> get() const {
    const std::lock_guard lock(mutex_);
    return context_;
  }
  void set(std::shared_ptr<TlsContext> context) {
    const std::lock_guard lock(mutex_);
    context_.swap(context);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<TlsContext> context_;  // null: without TLS
};

}  // namespace signet::net
