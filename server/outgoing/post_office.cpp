// SPDX-License-Identifier: Apache-2.0
#include "outgoing/post_office.hpp"

#include <condition_variable>
#include <mutex>

namespace signet::outgoing {
namespace {

constexpr int kCouriers = 4;
constexpr std::chrono::milliseconds kPeriod{500};
constexpr std::chrono::seconds kRest{30};  // when the database does not take what they report

void work(Courier& courier, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any stopped;
  std::unique_lock lock(mutex);
  std::chrono::milliseconds pause = kPeriod;
  while (!stopped.wait_for(lock, stop, pause, [&] { return stop.stop_requested(); }))
    pause = courier.tick(stop) ? kPeriod : kRest;
}

}  // namespace

PostOffice::PostOffice(store::Store& store, store::Committer& committer, const keyring::Keyring& keyring,
                       const Clock& clock, observe::Log& log, const PostOptions& options) {
  const auto post = make_https_post(options);
  for (int i = 0; i < kCouriers; ++i) {
    auto courier = std::make_unique<Courier>(store, committer, keyring, clock, log, rounds_, post);
    threads_.emplace_back([courier = std::move(courier)](const std::stop_token& stop) { work(*courier, stop); });
  }
}

void PostOffice::stop() {
  for (auto& thread : threads_) thread.request_stop();
  for (auto& thread : threads_)
    if (thread.joinable()) thread.join();
}

}  // namespace signet::outgoing
