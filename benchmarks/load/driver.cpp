// SPDX-License-Identifier: Apache-2.0
#include "driver.hpp"

#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <deque>
#include <stdexcept>

namespace signet::load {
namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;
constexpr int kPatienceMillis = 30'000;
constexpr std::uint64_t kTimer = ~std::uint64_t{0};

std::int64_t now(clockid_t clock = CLOCK_MONOTONIC) {
  timespec time{};
  clock_gettime(clock, &time);
  return time.tv_sec * kNanoseconds + time.tv_nsec;
}

std::int64_t at_unix(double seconds) { return now() + static_cast<std::int64_t>(seconds * 1e9) - now(CLOCK_REALTIME); }

void wait_until(std::int64_t time) {
  const timespec until{time / kNanoseconds, time % kNanoseconds};
  clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr);
}

class Drive {
 public:
  explicit Drive(const Plan& plan)
      : plan_(plan),
        epoll_(epoll_create1(EPOLL_CLOEXEC)),
        timer_(timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC)),
        lines_(plan.connections),
        result_{.latencies = Latencies(plan.requests.size()), .statuses = {}} {
    if (epoll_ < 0 || timer_ < 0) throw std::runtime_error("no epoll or no timer");
    watch(timer_, kTimer);
    for (std::size_t i = 0; i < lines_.size(); ++i) connect(i);
  }
  ~Drive() {
    close(epoll_);
    close(timer_);
  }
  Drive(const Drive&) = delete;
  Drive& operator=(const Drive&) = delete;

  Driven run() {
    start_ = plan_.start_at > 0 ? at_unix(plan_.start_at) : now();
    wait_until(start_);
    send_what_is_due();
    while (answers_ < last_) {
      arm();
      std::array<epoll_event, 256> events;
      const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), kPatienceMillis);
      if (count == 0) throw std::runtime_error("the server has said nothing for 30 seconds");
      for (int i = 0; i < count; ++i) {
        const auto number = events[static_cast<std::size_t>(i)].data.u64;
        if (number == kTimer) {
          drain_timer();
        } else {
          receive(number);
        }
      }
      send_what_is_due();
    }
    return std::move(result_);
  }

 private:
  struct Line {
    std::unique_ptr<Connection> connection;
    bool busy = false;
    std::size_t request = 0;
    std::int64_t since = 0;  // what its latency counts from
  };

  void watch(int descriptor, std::uint64_t number) {
    epoll_event event{.events = EPOLLIN, .data = {.u64 = number}};
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, descriptor, &event) != 0) throw std::runtime_error("epoll takes no more");
  }

  void connect(std::size_t number) {
    auto& line = lines_[number];
    line.connection = std::make_unique<Connection>(plan_.port, plan_.tls);
    watch(line.connection->descriptor(), number);
    idle_.push_back(number);
  }

  [[nodiscard]] std::int64_t leaves(std::size_t request) const { return start_ + plan_.leaves[request]; }

  [[nodiscard]] static bool is_over(std::int64_t since, double seconds, std::int64_t time) {
    return seconds > 0 && static_cast<double>(time - since) > seconds * 1e9;
  }

  /// Wakes for the next request only while a connection could take it.
  void arm() {
    if (plan_.leaves.empty() || next_ == last_ || idle_.empty()) return;
    const auto time = leaves(next_);
    if (time == armed_) return;
    armed_ = time;
    const itimerspec until{.it_interval = {}, .it_value = {time / kNanoseconds, time % kNanoseconds}};
    timerfd_settime(timer_, TFD_TIMER_ABSTIME, &until, nullptr);
  }

  void send_what_is_due() {
    const bool open = !plan_.leaves.empty();
    auto time = now();
    while (next_ < last_ && !idle_.empty() && (!open || leaves(next_) <= time)) {
      if (!counting_ && (next_ == plan_.warm_up || is_over(start_, plan_.most_seconds / 10, time))) begin();
      if (counting_ && is_over(begun_, plan_.most_seconds, time)) {
        last_ = next_;
        return end();
      }
      auto& line = lines_[idle_.front()];
      idle_.pop_front();
      line.busy = true;
      line.request = next_++;
      if (!open) time = now();
      line.since = open ? leaves(line.request) : time;
      line.connection->send(plan_.requests[line.request].wire);
      if (next_ == last_) end();
    }
  }

  void drain_timer() const {
    std::uint64_t expired = 0;
    (void)!read(timer_, &expired, sizeof expired);
  }

  void receive(std::size_t number) {
    auto& line = lines_[number];
    const auto status = line.connection->receive();
    if (!status) return;
    if (!line.busy) {
      if (*status != 0) throw std::runtime_error("an answer to nothing");
      std::erase(idle_, number);
      return connect(number);
    }
    line.busy = false;
    ++answers_;
    ++result_.statuses[*status];
    if (*status != plan_.requests[line.request].expected_status) ++result_.unexpected;
    if (counting_) ++result_.answered;
    if (line.request >= first_counted_) result_.latencies.add(now() - line.since);
    if (*status == 0) return connect(number);
    idle_.push_back(number);
  }

  void begin() {
    plan_.begin();
    counting_ = true;
    first_counted_ = next_;
    begun_ = now(), begun_cpu_ = now(CLOCK_THREAD_CPUTIME_ID);
  }
  void end() {
    counting_ = false;
    result_.sent = last_;
    result_.seconds = static_cast<double>(now() - begun_) / 1e9;
    result_.cpu_seconds = static_cast<double>(now(CLOCK_THREAD_CPUTIME_ID) - begun_cpu_) / 1e9;
    plan_.end();
  }

  const Plan& plan_;
  int epoll_, timer_;
  std::vector<Line> lines_;
  std::deque<std::size_t> idle_;
  Driven result_;
  std::size_t next_ = 0, answers_ = 0;
  std::size_t last_ = plan_.requests.size(), first_counted_ = last_;
  std::int64_t start_ = 0, armed_ = 0, begun_ = 0, begun_cpu_ = 0;
  bool counting_ = false;
};

}  // namespace

Driven drive(const Plan& plan) {
  if (plan.requests.size() <= plan.warm_up || plan.connections == 0)
    throw std::runtime_error("a run needs connections, and more requests than warm it up");
  // A connection that says nothing for long is closed: they are opened when they are needed.
  if (plan.start_at > 0) wait_until(at_unix(plan.start_at) - kNanoseconds / 2);
  return Drive(plan).run();
}

}  // namespace signet::load
