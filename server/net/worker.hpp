// SPDX-License-Identifier: Apache-2.0
// One I/O thread: its io_context, its service, its sessions, and one coarse clock for all their deadlines (a timer per
// operation was measured to cost more than reading and writing).
#pragma once

#include "asio.hpp"
#include "net/service.hpp"
#include "session.hpp"
#include "shared.hpp"

#include <boost/asio/executor_work_guard.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_set>

namespace signet::net {

class Worker {
 public:
  Worker(Shared& shared, const ServiceFactory& make_service);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // From any thread.
  [[nodiscard]] asio::io_context& context() { return context_; }
  void start();
  /// A connection to serve, or to turn away if it is not welcome.
  void adopt(Socket socket, const Address& peer, ConnectionLimit::Ticket ticket, bool welcome);
  /// No new requests; the thread ends with its last session or with the grace time.
  void stop();
  void join();

  // On its thread, for its sessions.
  [[nodiscard]] Shared& shared() { return shared_; }
  [[nodiscard]] const ListenerOptions& options() const { return shared_.options; }
  [[nodiscard]] Service& service() { return *service_; }
  [[nodiscard]] std::chrono::milliseconds now() const { return options().clock->monotonic(); }
  [[nodiscard]] bool stopping() const { return stopping_; }
  [[nodiscard]] std::string_view date();
  /// Different for every request of this process, and hardly ever one of another.
  [[nodiscard]] std::string next_request_id();
  void enter(Session& session);
  void leave(Session& session);

 private:
  void run();
  void sweep_later();
  void sweep();
  void begin_stop();
  void end_if_done();
  void wake();

  Shared& shared_;
  std::unordered_set<Session*> sessions_;
  bool dismantled_ = false;  // what is below is being destroyed, and the last sessions with it
  asio::io_context context_;
  asio::executor_work_guard<Executor> work_;
  Timer sweeper_;
  std::unique_ptr<Service> service_;
  std::atomic<bool> turn_is_due_ = false;
  bool stopping_ = false;
  std::chrono::milliseconds grace_ends_{};
  const std::uint32_t id_prefix_;
  std::uint32_t requests_ = 0;
  std::int64_t date_second_ = -1;
  std::string date_;
  std::thread thread_;
};

}  // namespace signet::net
