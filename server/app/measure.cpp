// SPDX-License-Identifier: Apache-2.0
#include "measure.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>

namespace signet::app {
namespace {

constexpr std::size_t kScrapers = 16;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

void write_process(observe::Exposition& out) {
  rusage used{};
  if (getrusage(RUSAGE_SELF, &used) == 0) {
    out.counter("process_cpu_seconds_total", "CPU time of this process, of all its threads.");
    out.sample(seconds(used.ru_utime) + seconds(used.ru_stime));
  }
  double pages = 0, resident = 0;
  if (std::ifstream("/proc/self/statm") >> pages >> resident) {
    out.gauge("process_resident_memory_bytes", "Memory of this process that is in RAM.");
    out.sample(resident * static_cast<double>(sysconf(_SC_PAGESIZE)));
  }
}

void write_disk(observe::Exposition& out, const store::DiskWatch& disk) {
  if (const auto space = disk.space()) {
    out.gauge("signet_disk_bytes", "The disk that the data lie on, without what only root may fill.");
    out.sample(static_cast<double>(space->used), {{"space", "used"}});
    out.sample(static_cast<double>(space->total()), {{"space", "total"}});
  }
  out.gauge("signet_disk_reserve_bytes", "What of it is kept for operators to make room with.");
  out.sample(disk.has_reserve() ? static_cast<double>(store::kReserveBytes) : 0.0);
}

}  // namespace

Measuring::Measuring(const Config& config, observe::Log& log) : config_(config), log_(log) {
  if (!config.metrics_listen) return;
  options_.addresses = {config.metrics_listen->address};
  options_.port = config.metrics_listen->port;
  options_.limits.connections = kScrapers;
  options_.limits.connections_per_address = kScrapers;
  options_.log = [&log](std::string_view line) { log.warning(line); };
  ports_.emplace(options_);
}

void Measuring::committed(const store::GroupReport& group) {
  live_nonces_.store(group.live_nonces, std::memory_order_relaxed);
  if (group.members == 0) return;
  members_.observe(static_cast<double>(group.members));
  took_.observe(std::chrono::duration<double>(group.took).count());
}

void Measuring::answered(api::Measurements& measurements, const net::Answered& answer) {
  measurements.answered(answer.route, answer.status);
  if (!log_.wants(observe::Level::debug)) return;
  // The pattern, never the target: that can hold a token.
  const auto path = api::path_of_route(answer.route);
  log_.debug(
      fmt::format("{} {}: {}", api::method_of_route(answer.route), path.empty() ? "no route" : path, answer.status),
      answer.request);
}

std::unique_ptr<net::Server> Measuring::show(const Sources& sources) {
  if (!ports_) return nullptr;
  const auto port = ports_->port();
  std::shared_ptr<store::Reader> reader = sources.store.reader();
  auto text = [this, sources, reader] { return page(sources, *reader); };
  auto server = std::make_unique<net::Server>(
      options_, net::page_service("/metrics", "text/plain; version=0.0.4; charset=utf-8", std::move(text)),
      std::move(*ports_));
  ports_.reset();
  server->start();
  const auto& address = options_.addresses.front();
  log_.info(
      fmt::format("metrics at http://{}:{}/metrics", address.contains(':') ? "[" + address + "]" : address, port));
  return server;
}

std::string Measuring::page(const Sources& sources, store::Reader& reader) const {
  observe::Exposition out;
  sources.api.write(out);
  out.histogram("signet_commit_group_size", "Requests that shared one commit.", members_);
  out.histogram("signet_commit_duration_seconds", "From the first work of a group until it is on disk.", took_);
  out.gauge("signet_commit_queue", "Requests that wait for their group.");
  out.sample(static_cast<double>(sources.committer.queued()));
  out.gauge("signet_connections", "Open connections.");
  out.sample(static_cast<double>(sources.server.connections()));
  out.gauge("signet_nonces", "Nonces that are remembered.");
  out.sample(static_cast<double>(live_nonces_.load(std::memory_order_relaxed)));
  out.counter("signet_audit_records_total", "Records that were ever written to the audit logs.");
  out.sample(static_cast<double>(reader.snapshot()->count_audit_records()));
  write_files(out);
  write_disk(out, sources.disk);
  write_process(out);
  return out.take();
}

void Measuring::write_files(observe::Exposition& out) const {
  out.gauge("signet_database_bytes", "The database file and its write-ahead log.");
  const auto file = config_.database();
  for (const auto& [label, ending] : {std::pair("database", ""), std::pair("log", "-wal")}) {
    std::error_code absent;
    const auto size = std::filesystem::file_size(file.string() + ending, absent);
    out.sample(absent ? 0.0 : static_cast<double>(size), {{"file", label}});
  }
}

}  // namespace signet::app
