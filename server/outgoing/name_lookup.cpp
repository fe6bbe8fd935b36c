// SPDX-License-Identifier: Apache-2.0
#include "name_lookup.hpp"

#include <fmt/format.h>

#include <netdb.h>

#include <condition_variable>
#include <cstring>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

namespace signet::outgoing {
namespace {

struct Question {
  std::mutex mutex;
  std::condition_variable_any answered;
  std::optional<Endpoints> answer;
};

}  // namespace

Endpoints look_up(const std::string& host, std::uint16_t port) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  // This machine, whatever a name service says or if there is none (RFC 6761, section 6.3).
  const char* name = host == "localhost" ? nullptr : host.c_str();
  const int code = getaddrinfo(name, std::to_string(port).c_str(), &wanted, &list);
  if (code != 0) return std::unexpected(fmt::format("{} has no address: {}", host, gai_strerror(code)));
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(list, &freeaddrinfo);
  std::vector<Endpoint> all;
  for (const auto* entry = list; entry != nullptr; entry = entry->ai_next) {
    if (entry->ai_addrlen > sizeof(sockaddr_storage)) continue;
    auto& endpoint = all.emplace_back();
    std::memcpy(&endpoint.address, entry->ai_addr, entry->ai_addrlen);
    endpoint.size = entry->ai_addrlen;
  }
  return all;
}

Endpoints NameLookup::find(const std::string& host, std::uint16_t port, std::chrono::steady_clock::time_point end,
                           const std::stop_token& stop) {
  if (under_way_->fetch_add(1) >= kMostUnderWay) {
    under_way_->fetch_sub(1);
    return std::unexpected("too many names are being looked up: the name service may be down");
  }
  const auto question = std::make_shared<Question>();
  const auto ask = [question, host, port, function = function_, under_way = under_way_] {
    Endpoints found = std::unexpected(host + " could not be looked up");
    try {
      found = function(host, port);
    } catch (const std::exception&) {  // no memory: it stays as it is
    }
    under_way->fetch_sub(1);
    const std::lock_guard lock(question->mutex);
    question->answer = std::move(found);
    question->answered.notify_all();
  };
  try {
    std::thread(ask).detach();
  } catch (const std::system_error&) {
    under_way_->fetch_sub(1);
    return std::unexpected(host + " could not be looked up: there are too many threads");
  }
  std::unique_lock lock(question->mutex);
  if (!question->answered.wait_until(lock, stop, end, [&] { return question->answer.has_value(); }))
    return std::unexpected(host + " was not found in time");
  return std::move(*question->answer);
}

}  // namespace signet::outgoing
