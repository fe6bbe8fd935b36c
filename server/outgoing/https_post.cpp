// SPDX-License-Identifier: Apache-2.0
#include "outgoing/https_post.hpp"

#include "answer_status.hpp"
#include "outgoing/public_address.hpp"
#include "tls_connection.hpp"

#include <fmt/format.h>

#include <netdb.h>

#include <array>
#include <optional>

namespace signet::outgoing {
namespace {

using Failure = std::unexpected<std::string>;

constexpr std::size_t kMostRead = 64 * 1'024;

std::optional<Address> address_of(const Endpoint& endpoint) {
  std::array<char, NI_MAXHOST> text{};
  const auto* address = reinterpret_cast<const sockaddr*>(&endpoint.address);
  if (getnameinfo(address, endpoint.size, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) != 0)
    return std::nullopt;
  return Address::parse(text.data());  // one with a zone is none
}

/// All of them, or it may be anywhere. What they are is not said: whoever may make a webhook need not know our network.
bool may_be_reached(const std::vector<Endpoint>& endpoints, bool private_too) {
  for (const auto& endpoint : endpoints) {
    const auto address = address_of(endpoint);
    if (!address || (!private_too && !is_public(*address))) return false;
  }
  return true;
}

std::string request_text(const HttpsUrl& url, const Headers& headers, std::string_view body) {
  auto text = fmt::format("POST {} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n", url.target,
                          url.authority(), body.size());
  for (const auto& [name, value] : headers) text += fmt::format("{}: {}\r\n", name, value);
  text += "\r\n";
  text += body;
  return text;
}

Posted read_status(TlsConnection& connection) {
  std::string answer;
  std::array<char, 4'096> bytes{};
  while (true) {
    const auto status = status_of(answer);
    if (!status || *status != 0) return status;
    if (answer.size() >= kMostRead) return Failure("what answered is not HTTP");
    const auto count = connection.read(bytes);
    if (count == 0) return Failure("no answer in time");
    answer.append(bytes.data(), count);
  }
}

class HttpsPost {
 public:
  explicit HttpsPost(const PostOptions& options) : options_(options), context_(make_client_context()) {}

  Posted operator()(const HttpsUrl& url, const Headers& headers, std::string_view body, const std::stop_token& stop) {
    const auto end = std::chrono::steady_clock::now() + options_.time;
    if (!context_) return Failure("this server trusts no certificate authority");
    const auto endpoints = lookup_.find(url.host, url.port, end, stop);
    if (!endpoints) return Failure(endpoints.error());
    if (!may_be_reached(*endpoints, options_.allow_private_addresses))
      return Failure(fmt::format("{} is not on the public internet", url.host));
    std::string problem = fmt::format("{} has no address", url.host);
    for (std::size_t i = 0; i < endpoints->size(); ++i) {
      const auto now = std::chrono::steady_clock::now();
      const auto share = (end - now) / static_cast<std::int64_t>(endpoints->size() - i);
      TlsConnection connection(end, stop);
      if (const auto connected = connection.connect((*endpoints)[i], now + share); !connected) {
        problem = connected.error();
        continue;  // nothing was sent, so another address may be tried
      }
      if (const auto secure = connection.shake_hands(*context_, url.host); !secure) return Failure(secure.error());
      if (!connection.write(request_text(url, headers, body))) return Failure("the connection broke");
      return read_status(connection);
    }
    return Failure(problem);
  }

 private:
  const PostOptions options_;
  const TlsContext context_;
  NameLookup lookup_;
};

}  // namespace

Post make_https_post(const PostOptions& options) {
  return [post = std::make_shared<HttpsPost>(options)](const HttpsUrl& url, const Headers& headers,
                                                       std::string_view body, const std::stop_token& stop) {
    return (*post)(url, headers, body, stop);
  };
}

}  // namespace signet::outgoing
