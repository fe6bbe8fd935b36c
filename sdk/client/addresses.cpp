// SPDX-License-Identifier: Apache-2.0
#include "addresses.hpp"

#include "fail.hpp"

#include <fmt/format.h>

#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <future>
#include <memory>
#include <thread>

namespace signet::client {
namespace {

struct Lookup {
  int error = 0;
  std::vector<std::string> addresses = {};
};

Lookup look_up(const std::string& host) {
  Lookup lookup;
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_ADDRCONFIG;
  addrinfo* found = nullptr;
  lookup.error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  if (lookup.error != 0) return lookup;
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner(found, &::freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    std::array<char, NI_MAXHOST> text{};
    if (::getnameinfo(one->ai_addr, one->ai_addrlen, text.data(), text.size(), nullptr, 0, NI_NUMERICHOST) == 0) {
      lookup.addresses.emplace_back(text.data());
    }
  }
  return lookup;
}

}  // namespace

Result<std::vector<std::string>> addresses_of(const ApiUrl& url, std::chrono::steady_clock::time_point deadline) {
  if (url.host == "localhost") return std::vector<std::string>{"127.0.0.1", "::1"};
  // getaddrinfo cannot be interrupted. A thread of its own is left behind when time is up; it owns all that it touches.
  std::promise<Lookup> promise;
  auto future = promise.get_future();
  std::thread([host = url.host, promise = std::move(promise)]() mutable { promise.set_value(look_up(host)); }).detach();
  if (future.wait_until(deadline) != std::future_status::ready) {
    return fail(ErrorKind::network,
                fmt::format("looking up {} took too long: check this machine's resolver", url.host));
  }
  auto lookup = future.get();
  if (lookup.addresses.empty()) {
    return fail(ErrorKind::network,
                fmt::format("cannot find {}: {}; check the address and this machine's resolver", url.host,
                            lookup.error != 0 ? ::gai_strerror(lookup.error) : "it has no address"));
  }
  return std::move(lookup.addresses);
}

}  // namespace signet::client
